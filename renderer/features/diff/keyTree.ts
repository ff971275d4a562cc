import type { DifferenceTotals, KeyDifference } from "../../../shared/model/index.ts";

/** One line of the changed keys as a tree. */
export type KeyTreeRow =
  | {
      readonly kind: "group";
      /** The beginning that its keys share, up to and with the separator. */
      readonly path: string;
      /** The part of it that no group around it shows. */
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
    };

interface Group {
  readonly path: string;
  readonly name: string;
  readonly totals: { added: number; removed: number; changed: number };
  readonly groups: Map<string, Group>;
  readonly members: (Group | Leaf)[];
}

interface Leaf {
  readonly name: string;
  readonly difference: KeyDifference;
}

/** Signs that people put between the parts of a key. */
const SEPARATORS = [".", "/", ":", "|", "-", "_"];

/** The sign that most keys have, if at least half of them have it; null when there is no such sign. */
export function guessSeparator(keys: readonly string[]): string | null {
  let best: string | null = null;
  let most = Math.max(0, keys.length / 2 - 0.5);
  for (const separator of SEPARATORS) {
    const count = keys.reduce((total, key) => total + (key.includes(separator, 1) ? 1 : 0), 0);
    if (count > most) {
      best = separator;
      most = count;
    }
  }
  return best;
}

/** Changed keys gathered by what stands before their separators, with the counts of each group. */
export class KeyTree {
  readonly #root: Group = groupOf("", "");

  /** @param separator null puts every key on the first level. */
  constructor(differences: readonly KeyDifference[], separator: string | null) {
    for (const difference of differences) this.#add(difference, separator);
  }

  /** The lines to draw: groups, and what is in those that are open. */
  rows(open: ReadonlySet<string>): KeyTreeRow[] {
    const rows: KeyTreeRow[] = [];
    collect(this.#root, 0, open, rows);
    return rows;
  }

  /** The groups around a key, outermost first. */
  groupsAround(key: string): string[] {
    const paths: string[] = [];
    let group: Group | undefined = this.#root;
    while (group !== undefined) {
      group = [...group.groups.values()].find(({ path }) => key.startsWith(path) && key !== path);
      if (group !== undefined) paths.push(group.path);
    }
    return paths;
  }

  #add(difference: KeyDifference, separator: string | null): void {
    const { key, kind } = difference;
    let group = this.#root;
    group.totals[kind] += 1;
    let start = 0;
    for (;;) {
      const end = separator === null ? -1 : key.indexOf(separator, start);
      if (separator === null || end < 0 || end + separator.length >= key.length) break;
      const name = key.slice(start, end + separator.length);
      let inner = group.groups.get(name);
      if (inner === undefined) {
        inner = groupOf(key.slice(0, end + separator.length), name);
        group.groups.set(name, inner);
        group.members.push(inner);
      }
      inner.totals[kind] += 1;
      group = inner;
      start = end + separator.length;
    }
    group.members.push({ name: key.slice(start), difference });
  }
}

const groupOf = (path: string, name: string): Group => ({
  path,
  name,
  totals: { added: 0, removed: 0, changed: 0 },
  groups: new Map(),
  members: [],
});

function collect(group: Group, depth: number, open: ReadonlySet<string>, rows: KeyTreeRow[]): void {
  for (const member of group.members) {
    if ("difference" in member) {
      rows.push({ kind: "key", name: member.name, depth, difference: member.difference });
      continue;
    }
    const { inner, name } = withoutLonelyLevels(member);
    const isOpen = open.has(inner.path);
    rows.push({ kind: "group", path: inner.path, name, depth, totals: inner.totals, isOpen });
    if (isOpen) collect(inner, depth + 1, open, rows);
  }
}

/** A group that holds nothing but one other group is drawn as one line with it. */
function withoutLonelyLevels(group: Group): { inner: Group; name: string } {
  let inner = group;
  let name = group.name;
  for (;;) {
    const [only] = inner.members;
    if (inner.members.length !== 1 || only === undefined || "difference" in only) return { inner, name };
    inner = only;
    name += only.name;
  }
}
