import type { EntrySummary } from "../../../shared/model/index.ts";
import type { Level } from "../../data/useLevels.ts";

/** What stands directly below a prefix: an entry, or a group of them. */
export interface KeyChild {
  readonly name: string;
  /** An entry's whole key; a group's prefix, which ends with the separator. */
  readonly path: string;
  /** Null for a group. */
  readonly summary: EntrySummary | null;
  /** How many keys a group has in it, at any depth. */
  readonly entries: number;
}

/** The children of one prefix that are here. */
export type KeyLevel = Level<KeyChild, string>;

export type KeyTreeRow =
  | {
      readonly kind: "child";
      readonly id: string;
      readonly depth: number;
      readonly child: KeyChild;
      readonly isOpen: boolean;
    }
  /** Stands for the children that are still to come. */
  | { readonly kind: "more"; readonly id: string; readonly depth: number; readonly prefix: string };

/** The same row has the same id; an entry and a group may share a path. */
export const childId = ({ summary, path }: Pick<KeyChild, "summary" | "path">): string =>
  `${summary ? "key" : "group"} ${path}`;

/** The rows of the tree, from the levels that are here and the groups that are open. */
export function keyTreeRows(
  levels: ReadonlyMap<string, KeyLevel>,
  open: ReadonlySet<string>,
): readonly KeyTreeRow[] {
  const rows: KeyTreeRow[] = [];
  const add = (prefix: string, depth: number) => {
    const level = levels.get(prefix);
    for (const child of level?.rows ?? []) {
      const isOpen = child.summary === null && open.has(child.path);
      rows.push({ kind: "child", id: childId(child), depth, child, isOpen });
      if (isOpen) add(child.path, depth + 1);
    }
    if (!level || level.next !== null) rows.push({ kind: "more", id: `more ${prefix}`, depth, prefix });
  };
  add("", 0);
  return rows;
}

/** The groups that a key is in, outermost first. */
export function groupsOf(key: string, separator: string): string[] {
  const groups: string[] = [];
  for (let at = key.indexOf(separator); at >= 0; at = key.indexOf(separator, at + separator.length)) {
    groups.push(key.slice(0, at + separator.length));
  }
  return groups;
}
