import type { DifferenceTotals, Key, KeyDifference } from "../../../shared/model/index.ts";
import type { ChangeLevel } from "./useChangeLevels.ts";

export type Level = Pick<ChangeLevel, "rows" | "next">;

/** One line of the changed keys as a tree. */
export type KeyTreeRow =
  | {
      readonly kind: "group";
      /** What its keys begin with. */
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly totals: DifferenceTotals;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: "key";
      readonly name: string;
      readonly depth: number;
      readonly difference: KeyDifference;
    }
  /** Further rows of the level with this prefix, not here yet. */
  | { readonly kind: "more"; readonly prefix: string; readonly depth: number };

/** The lines to draw: the first level, and what is in the groups that are open, as far as it is here. */
export function keyTreeRows(levels: ReadonlyMap<string, Level>, open: ReadonlySet<string>): KeyTreeRow[] {
  const rows: KeyTreeRow[] = [];
  const collect = (prefix: string, depth: number) => {
    const level = levels.get(prefix);
    for (const row of level?.rows ?? []) {
      const isOpen = row.kind === "group" && open.has(row.path);
      rows.push(row.kind === "group" ? { ...row, depth, isOpen } : { ...row, depth });
      if (isOpen) collect(row.path, depth + 1);
    }
    if (level === undefined || level.next !== null) rows.push({ kind: "more", prefix, depth });
  };
  collect("", 0);
  return rows;
}

/** The groups around a key, outermost first, as far as their levels are here; whether its own row is. */
export function groupsAround(
  levels: ReadonlyMap<string, Level>,
  key: Key,
): { readonly paths: readonly string[]; readonly isHere: boolean } {
  const paths: string[] = [];
  for (let prefix = ""; ; ) {
    const rows = levels.get(prefix)?.rows ?? [];
    if (rows.some((row) => row.kind === "key" && row.difference.key === key)) return { paths, isHere: true };
    const group = rows.find((row) => row.kind === "group" && key.startsWith(row.path) && key !== row.path);
    if (group?.kind !== "group") return { paths, isHere: false };
    paths.push(group.path);
    prefix = group.path;
  }
}
