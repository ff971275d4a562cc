import { useMemo } from "react";
import type { DiffRow } from "../../../shared/diff/index.ts";
import { toPointer } from "../../../shared/json/index.ts";
import { type Key, type Moment, NOW } from "../../../shared/model/index.ts";
import { NO_RULES } from "../../comparison/quiet.ts";
import { useDiffRows } from "../../comparison/useDiffRows.ts";
import { isNow } from "../../state/moments.ts";
import type { Path } from "./tree/fold.ts";
import type { StoredValue } from "./useDraftEdits.ts";
import { isPart, useEntry } from "./useEntry.ts";

/** What became since then of a place of the value on show; `inside` of something inside it. */
export type LeafMark = "changed" | "removed" | "moved" | "inside";

export type MarkOf = (path: Path) => LeafMark | undefined;

const NO_MARK: MarkOf = () => undefined;

/** What became since then of each place of a value of the past, computed off the page; nothing of the present one. */
export function useLeafMarks(name: Key, at: Moment, value: StoredValue | null): MarkOf {
  const text = value?.text ?? null;
  const isPast = !isNow(at);
  const { entry } = useEntry(isPast ? name : null, NOW);
  const before = entry.kind === "here" ? entry.text : null;
  const isKnown =
    isPast && text !== null && !isPart(entry) && (entry.kind === "here" || entry.kind === "absent");
  const differs = isKnown && before !== text;
  const values = useMemo(() => (differs ? { before, after: text } : null), [differs, before, text]);
  const { rows, isCurrent } = useDiffRows(values, NO_RULES);
  return useMemo(() => (isCurrent ? marksOf(rows) : NO_MARK), [isCurrent, rows]);
}

/** @param rows From the present value to the one on show, so that what is only in the latter is `added` here. */
export function marksOf(rows: readonly DiffRow[]): MarkOf {
  const marks = new Map<string, LeafMark>();
  for (const { kind, pointer, stop, fold } of rows) {
    if (fold === "run") continue;
    if (kind === "added") marks.set(pointer, "removed");
    else if (kind === "moved") marks.set(pointer, "moved");
    else if (kind === "changed") marks.set(pointer, stop ? "changed" : "inside");
  }
  if (marks.size === 0) return NO_MARK;
  return (path) => {
    const own = marks.get(toPointer(path));
    if (own !== undefined) return own;
    // What stands inside something that is gone is gone with it.
    for (let depth = path.length - 1; depth >= 0; depth -= 1) {
      const around = marks.get(toPointer(path.slice(0, depth)));
      if (around !== undefined) return around === "removed" ? "removed" : undefined;
    }
    return undefined;
  };
}
