import type { DiffRow } from "../../shared/diff/index.ts";

/** The rows after what was folded at one of them was put in its place: below a container, instead of a run. */
export function withUnfolded(
  rows: readonly DiffRow[],
  id: number,
  inside: readonly DiffRow[],
): readonly DiffRow[] {
  const at = rows.findIndex((row) => row.id === id);
  const row = rows[at];
  if (row === undefined) return rows;
  const kept: DiffRow[] = row.fold === "run" ? [] : [{ ...row, fold: "open" }];
  return [...rows.slice(0, at), ...kept, ...inside, ...rows.slice(at + 1)];
}

/** The rows that are not inside a container that a person closed. */
export function visibleRows(rows: readonly DiffRow[], closed: ReadonlySet<number>): readonly DiffRow[] {
  if (closed.size === 0) return rows;
  const visible: DiffRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = closed.has(row.id) ? row.depth : Number.POSITIVE_INFINITY;
    visible.push(row);
  }
  return visible;
}

/** The next row after `from` (before it, for -1) that differs by itself; null at the end. */
export function nextChange(rows: readonly DiffRow[], from: number, step: 1 | -1): number | null {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.stop === true) return index;
  }
  return null;
}
