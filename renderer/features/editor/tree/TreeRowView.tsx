import clsx from "clsx";
import { ChevronRight, Ellipsis } from "lucide-react";
import type { MouseEvent } from "react";
import { Marked, SignalMark, visibleName } from "../../../ui/index.ts";
import type { Field } from "../field.ts";
import type { LeafMark } from "../useLeafMarks.ts";
import { cutText } from "./cutText.ts";
import { hintOf } from "./hints.ts";
import { LeafInput } from "./LeafInput.tsx";
import { COUNTED, childCount, type Outline, type TreeRow } from "./outline.ts";
import { countInWords } from "./rowProps.ts";
import styles from "./TreeRowView.module.css";

interface TreeRowViewProps {
  readonly outline: Outline;
  readonly row: TreeRow;
  readonly isReadOnly: boolean;
  /** Whether the rest of the value is still on its way, and nothing can be done until then. */
  readonly isPart: boolean;
  /** Whether it is the one that is to be moved elsewhere. */
  readonly isTaken: boolean;
  /** What is looked for, and marked where it stands; empty when nothing is. */
  readonly found: string;
  readonly mark: LeafMark | undefined;
  /** The open field of its name or its value. */
  readonly field: Field | null;
  readonly onToggle: () => void;
  readonly onEdit: (part: "name" | "value") => void;
  /** Takes the place of the value at once. */
  readonly onReplace: (literal: string) => void;
  readonly onMenu: (place: { readonly x: number; readonly y: number }) => void;
}

/** Characters of a leaf shown in its row. */
const SHOWN = 400;
/** Characters of a closed container in its tooltip. */
const PREVIEWED = 1000;

/** One member or item: its name, and its value or how much is in it. */
export function TreeRowView(props: TreeRowViewProps) {
  const { outline, row, isReadOnly, isPart, isTaken, found, mark, field, onToggle, onEdit, onMenu } = props;
  const isBranch = row.type === "object" || row.type === "array";
  const canRename = !isReadOnly && !isPart && !row.branch.isArray;
  const openMenu = (event: MouseEvent) => {
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    onMenu({ x: box.left, y: box.bottom });
  };
  return (
    <div className={clsx(styles.row, isTaken && styles.taken)}>
      <Guides depth={row.depth} />
      {isBranch ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={clsx(styles.chevron, row.isOpen && styles.open)}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <ChevronRight />
        </button>
      ) : (
        <span className={styles.noChevron} />
      )}
      {field?.place.part === "name" ? (
        <LeafInput label="Name" field={field} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: Shift+F2 does the same by keyboard
        <span
          className={clsx(styles.name, row.branch.isArray && styles.position)}
          title={visibleName(String(row.step))}
          onDoubleClick={(event) => {
            if (!canRename) return;
            event.stopPropagation();
            onEdit("name");
          }}
        >
          {row.step === "" ? (
            "“”"
          ) : (
            <Marked text={visibleName(String(row.step))} part={row.branch.isArray ? "" : found} />
          )}
        </span>
      )}
      {isBranch ? <Inside outline={outline} row={row} /> : <Leaf {...props} />}
      {mark === undefined ? null : <Mark mark={mark} />}
      <button
        type="button"
        tabIndex={-1}
        className={styles.more}
        aria-label="Value actions"
        disabled={isPart}
        onClick={openMenu}
      >
        <Ellipsis />
      </button>
    </div>
  );
}

function Mark({ mark }: { readonly mark: LeafMark }) {
  return (
    <span className={styles.mark}>
      {mark === "inside" ? (
        <SignalMark signal="changed" label="changed inside since then" />
      ) : (
        <SignalMark signal={mark} label={`${mark} since then`} />
      )}
    </span>
  );
}

function Guides({ depth }: { readonly depth: number }) {
  return <span className={styles.guides} style={{ width: depth * 16 }} aria-hidden="true" />;
}

/** How much is in a container, and its beginning while it is closed. */
function Inside({ outline, row }: { readonly outline: Outline; readonly row: TreeRow }) {
  const { text } = outline;
  const type = row.type === "array" ? "array" : "object";
  const count = childCount(outline, row);
  const many = count >= COUNTED ? `${COUNTED.toLocaleString()}+` : count.toLocaleString();
  return (
    <span className={styles.inside}>
      <span className={styles.count} title={countInWords(count, type)}>
        {type === "array" ? `[${many}]` : `{${many}}`}
      </span>
      {row.isOpen ? null : (
        <span
          className={styles.preview}
          title={visibleName(cutText(text, row.valueStart, Math.min(row.end, row.valueStart + PREVIEWED)))}
        >
          {visibleName(cutText(text, row.valueStart, Math.min(row.end, row.valueStart + 120)))}
        </span>
      )}
    </span>
  );
}

function Leaf({ outline, row, isReadOnly, isPart, found, field, onEdit, onReplace }: TreeRowViewProps) {
  const literal = outline.text.slice(row.valueStart, row.end);
  if (field?.place.part === "value") {
    return <LeafInput label={`Value of ${visibleName(String(row.step))}`} field={field} />;
  }
  const hint = hintOf(row.type, literal, row.step);
  const isCut = literal.length > SHOWN;
  return (
    <>
      {row.type === "boolean" && !isReadOnly ? (
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles.check}
          aria-label={visibleName(String(row.step))}
          disabled={isPart}
          checked={literal === "true"}
          onChange={() => onReplace(literal === "true" ? "false" : "true")}
          onDoubleClick={(event) => event.stopPropagation()}
        />
      ) : null}
      {hint?.kind === "colour" ? (
        <span className={styles.swatch} style={{ backgroundColor: hint.css }} aria-hidden="true" />
      ) : null}
      <span className={clsx(styles.value, styles[row.type])} title={isCut ? undefined : visibleName(literal)}>
        <Marked text={visibleName(isCut ? cutText(literal, 0, SHOWN) : literal)} part={found} />
      </span>
      {isCut && !isPart ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.all}
          onClick={(event) => {
            event.stopPropagation();
            onEdit("value");
          }}
        >
          Show all {literal.length.toLocaleString()} characters
        </button>
      ) : null}
      {hint?.kind === "time" ? (
        <span className={styles.hint} title={hint.text}>
          {hint.text}
        </span>
      ) : null}
    </>
  );
}
