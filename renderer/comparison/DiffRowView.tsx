import clsx from "clsx";
import { ChevronDown, ChevronRight, UnfoldVertical } from "lucide-react";
import {
  type Cell,
  type ChangeTotals,
  type DiffRow,
  type Segment,
  visible,
} from "../../shared/diff/index.ts";
import { formatCount, SignalCount, SignalMark } from "../ui/index.ts";
import styles from "./DiffRowView.module.css";
import { type DiffLayout, formerPlace, indentOf, isCut, shapeOf, wordsOf } from "./rowLayout.ts";

export interface DiffRowViewProps {
  readonly row: DiffRow;
  readonly isClosed: boolean;
  readonly layout: DiffLayout;
  /** Characters that fit on a line. */
  readonly columns: number;
  readonly onToggle: () => void;
}

/** One line of a structural difference. */
export function DiffRowView(props: DiffRowViewProps) {
  const { row, layout } = props;
  if (row.fold === "run") return <RunRow {...props} />;
  return layout === "split" ? <SplitRow {...props} /> : <UnifiedRow {...props} />;
}

function RunRow({ row, onToggle }: DiffRowViewProps) {
  const noun = row.kind === "same" ? "unchanged member" : "more member";
  return (
    // The list's own keys reach the row; the pointer needs no double click.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
    // biome-ignore lint/a11y/noStaticElementInteractions: the row around it has the role
    <div
      className={clsx(styles.row, styles.run)}
      style={{ paddingLeft: indentOf(row) + 12 }}
      onClick={onToggle}
    >
      <UnfoldVertical className={styles.unfold} aria-hidden />
      {formatCount(Number(row.name), noun)}
    </div>
  );
}

function UnifiedRow({ row, isClosed, columns, onToggle }: DiffRowViewProps) {
  const shape = shapeOf(row, columns);
  return (
    <div className={clsx(styles.row, tintOf(row), row.kind !== "same" && styles.differs)}>
      <Sign row={row} />
      <div className={styles.content} style={{ paddingLeft: indentOf(row) }}>
        <Fold row={row} isClosed={isClosed} onToggle={onToggle} />
        <Name row={row} />
        <div className={clsx(styles.value, shape === "stacked" && styles.stacked)}>
          {shape === "words" ? (
            <Words segments={row.words ?? []} />
          ) : row.kind === "changed" && row.totals === null ? (
            <>
              <del className={styles.old}>
                <CellText cell={row.before} />
              </del>
              {shape === "inline" ? <span className={styles.arrow}> → </span> : null}
              <ins className={styles.new}>
                <CellText cell={row.after} />
              </ins>
            </>
          ) : (
            <CellText cell={row.after ?? row.before} />
          )}
          <Notes row={row} isClosed={isClosed} />
        </div>
      </div>
    </div>
  );
}

function SplitRow({ row, isClosed, onToggle }: DiffRowViewProps) {
  const side = (cell: Cell | null, which: "before" | "after") => {
    const signal = which === "before" ? "removed" : "added";
    const differs = tintOf(row) !== undefined && cell !== null && row.kind !== "moved";
    return (
      <div className={clsx(styles.half, differs && styles[signal], cell === null && styles.absent)}>
        {differs ? (
          <SignalMark signal={signal} />
        ) : (
          <Sign row={row.kind === "moved" && row.stop ? row : null} />
        )}
        {cell === null ? null : (
          <div className={styles.content} style={{ paddingLeft: indentOf(row) }}>
            <Fold
              row={row}
              isClosed={isClosed}
              onToggle={onToggle}
              isSecond={which === "after" && row.before !== null}
            />
            <Name row={row} side={which} />
            <div className={styles.value}>
              {row.words === null ? <CellText cell={cell} /> : <Words segments={wordsOf(row.words, which)} />}
              {which === "after" || row.after === null ? <Notes row={row} isClosed={isClosed} /> : null}
            </div>
          </div>
        )}
      </div>
    );
  };
  return (
    <div className={clsx(styles.row, styles.split)}>
      {side(row.before, "before")}
      {side(row.after, "after")}
    </div>
  );
}

function Sign({ row }: { readonly row: DiffRow | null }) {
  return row === null || row.kind === "same" || (row.kind === "changed" && !row.stop) ? (
    <span className={styles.noSign} />
  ) : (
    <SignalMark signal={row.kind} />
  );
}

interface FoldProps {
  readonly row: DiffRow;
  readonly isClosed: boolean;
  readonly onToggle: () => void;
  /** The same fold on the other side already has the button. */
  readonly isSecond?: boolean;
}

function Fold({ row, isClosed, onToggle, isSecond = false }: FoldProps) {
  if (row.fold === "none") return <span className={styles.noFold} />;
  const icon = isClosed ? <ChevronRight aria-hidden /> : <ChevronDown aria-hidden />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.fold}
      aria-hidden={isSecond || undefined}
      aria-label={isClosed ? `Unfold ${row.name ?? "value"}` : `Fold ${row.name ?? "value"}`}
      onClick={onToggle}
    >
      {icon}
    </button>
  );
}

function Name({ row, side = "after" }: { readonly row: DiffRow; readonly side?: "before" | "after" }) {
  if (row.name === null) return null;
  const name = side === "before" && row.indexBefore !== null ? row.indexBefore : row.name;
  const isIndex = typeof name === "number";
  return (
    <span className={clsx(styles.name, isIndex && styles.index)} title={visible(row.pointer)}>
      {name === "" ? '""' : isIndex ? name : <bdi>{visible(name)}</bdi>}
    </span>
  );
}

/** What is said of a row after its value. */
function Notes({ row, isClosed }: { readonly row: DiffRow; readonly isClosed: boolean }) {
  const from = formerPlace(row);
  return (
    <>
      {from === null ? null : (
        <span className={styles.note}>
          <bdi>{from}</bdi>
        </span>
      )}
      {row.totals !== null && row.totals.hidden > 0 && (isClosed || row.kind === "same") ? (
        <span className={styles.note}>{formatCount(row.totals.hidden, "change")} hidden</span>
      ) : null}
      {row.totals !== null && isClosed ? <Rolled totals={row.totals} /> : null}
      {isCut(row) ? (
        <span className={styles.note}>
          the whole is {longest(row).toLocaleString()} characters long, see Text
        </span>
      ) : null}
    </>
  );
}

/** Counts by kind, those that are none left out. */
export function Rolled({ totals }: { readonly totals: Partial<ChangeTotals> }) {
  return (
    <span className={styles.rolled}>
      {(["added", "changed", "removed", "moved"] as const).map((kind) =>
        totals[kind] ? <SignalCount key={kind} signal={kind} count={totals[kind]} /> : null,
      )}
    </span>
  );
}

function Words({ segments }: { readonly segments: readonly Segment[] }) {
  return (
    <span className={styles.leaf}>
      {segments.map((segment, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the segments of a row never change places
        if (segment.kind === "omitted") return <Omission key={index} length={segment.length} />;
        if (segment.kind === "same") return <span key={index}>{segment.text}</span>;
        const Mark = segment.kind === "added" ? "ins" : "del";
        return (
          <Mark key={index} className={styles.word}>
            {segment.text}
          </Mark>
        );
        // biome-ignore-end lint/suspicious/noArrayIndexKey: the segments of a row never change places
      })}
    </span>
  );
}

/** Stands for a part of a text that is left out. */
function Omission({ length }: { readonly length: number }) {
  return length === 0 ? null : (
    <span className={styles.omission}>⋯ {formatCount(length, "character")} ⋯</span>
  );
}

function CellText({ cell }: { readonly cell: Cell | null }) {
  if (cell === null) return null;
  if (cell.type === "object")
    return (
      <span className={styles.size}>{cell.size === 0 ? "{ }" : `{ ${cell.size.toLocaleString()} }`}</span>
    );
  if (cell.type === "array")
    return (
      <span className={styles.size}>{cell.size === 0 ? "[ ]" : `[ ${cell.size.toLocaleString()} ]`}</span>
    );
  const [before, after] = cell.omitted;
  return (
    <span className={styles.leaf}>
      <Omission length={before} />
      {cell.text}
      <Omission length={after} />
    </span>
  );
}

/** All of what came or went is tinted; of what changed, only the places that differ by themselves. */
const tintOf = (row: DiffRow) =>
  row.stop || row.kind === "added" || row.kind === "removed" ? styles[row.kind] : undefined;

const longest = (row: DiffRow) => Math.max(row.before?.length ?? 0, row.after?.length ?? 0);
