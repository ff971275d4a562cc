import clsx from "clsx";
import { ChevronRight, Ellipsis } from "lucide-react";
import type { MouseEvent } from "react";
import { Marked, SignalMark, visibleName } from "../../../ui/index.ts";
import type { LeafMark } from "../useLeafMarks.ts";
import { hintOf } from "./hints.ts";
import { LeafInput, literalOf } from "./LeafInput.tsx";
import { countChildren, type TreeRow } from "./outline.ts";
import styles from "./TreeRowView.module.css";

interface TreeRowViewProps {
  readonly text: string;
  readonly row: TreeRow;
  readonly isReadOnly: boolean;
  /** Whether the rest of the value is still on its way, and nothing can be done until then. */
  readonly isPart: boolean;
  /** Whether it is the one that is to be moved elsewhere. */
  readonly isTaken: boolean;
  /** What is looked for, and marked where it stands; empty when nothing is. */
  readonly found: string;
  readonly mark: LeafMark | undefined;
  readonly editing: "name" | "value" | null;
  readonly onToggle: () => void;
  readonly onEdit: (part: "name" | "value") => void;
  readonly onCommitValue: (literal: string) => void;
  /** Gives why the name can't be had, or null. */
  readonly onCommitName: (name: string) => string | null;
  readonly onStop: () => void;
  readonly onMenu: (place: { readonly x: number; readonly y: number }) => void;
}

/** Characters of a leaf shown in its row. */
const SHOWN = 400;
/** Characters of a closed container in its tooltip. */
const PREVIEWED = 1000;
/** Children are counted up to here; beyond, there are simply many. */
const COUNTED = 1000;

/** One member or item: its name, and its value or how much is in it. */
export function TreeRowView(props: TreeRowViewProps) {
  const {
    text,
    row,
    isReadOnly,
    isPart,
    isTaken,
    found,
    mark,
    editing,
    onToggle,
    onEdit,
    onCommitName,
    onStop,
    onMenu,
  } = props;
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
      {editing === "name" ? (
        <LeafInput
          label="Name"
          initial={String(row.step)}
          onCommit={(name) => {
            const refusal = onCommitName(name);
            if (refusal === null) onStop();
            return refusal;
          }}
          onCancel={onStop}
        />
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
      {isBranch ? <Inside text={text} row={row} /> : <Leaf {...props} />}
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
function Inside({ text, row }: { readonly text: string; readonly row: TreeRow }) {
  const count = countChildren(text, row.valueStart, COUNTED);
  const noun = row.type === "array" ? "item" : "member";
  const many = count >= COUNTED ? `${COUNTED.toLocaleString()}+` : count.toLocaleString();
  return (
    <span className={styles.inside}>
      <span className={styles.count} title={`${many} ${noun}${count === 1 ? "" : "s"}`}>
        {row.type === "array" ? `[${many}]` : `{${many}}`}
      </span>
      {row.isOpen ? null : (
        <span
          className={styles.preview}
          title={visibleName(text.slice(row.valueStart, Math.min(row.end, row.valueStart + PREVIEWED)))}
        >
          {visibleName(text.slice(row.valueStart, Math.min(row.end, row.valueStart + 120)))}
        </span>
      )}
    </span>
  );
}

function Leaf({
  text,
  row,
  isReadOnly,
  isPart,
  found,
  editing,
  onEdit,
  onCommitValue,
  onStop,
}: TreeRowViewProps) {
  const literal = text.slice(row.valueStart, row.end);
  if (editing === "value") {
    const isText = row.type === "string";
    return (
      <LeafInput
        label={`Value of ${visibleName(String(row.step))}`}
        initial={isText ? (JSON.parse(literal) as string) : literal}
        onCommit={(written) => {
          const answer = isText ? { literal: asText(written, literal) } : literalOf(written);
          if ("refusal" in answer) return answer.refusal;
          onCommitValue(answer.literal);
          return null;
        }}
        onCancel={onStop}
      />
    );
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
          onChange={() => onCommitValue(literal === "true" ? "false" : "true")}
          onDoubleClick={(event) => event.stopPropagation()}
        />
      ) : null}
      {hint?.kind === "colour" ? (
        <span className={styles.swatch} style={{ backgroundColor: hint.css }} aria-hidden="true" />
      ) : null}
      <span className={clsx(styles.value, styles[row.type])} title={isCut ? undefined : visibleName(literal)}>
        <Marked text={visibleName(isCut ? literal.slice(0, SHOWN) : literal)} part={found} />
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

/** Text as JSON; unchanged text keeps its escapes. */
export function asText(written: string, before: string): string {
  return written === JSON.parse(before) ? before : JSON.stringify(written);
}
