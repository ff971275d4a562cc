import {
  compareKeys,
  type DifferenceTotals,
  firstIndex,
  type Key,
  type KeyDifference,
} from "../../../shared/model/index.ts";

/** One line of a level of the differing keys as a tree. */
export type DifferenceRow =
  | {
      readonly kind: "group";
      /** What its keys begin with, up to and with a separator. */
      readonly path: string;
      /** The part of it that comes after the level's prefix. */
      readonly name: string;
      readonly totals: DifferenceTotals;
    }
  | { readonly kind: "key"; readonly name: string; readonly difference: KeyDifference };

/**
 * What stands directly below a prefix when keys are split at a separator, with the counts of each group. A group that
 * holds nothing but one other group is one line with it.
 *
 * @param list in key order.
 * @param separator null puts every key on the first level.
 */
export function levelOf(
  list: readonly KeyDifference[],
  separator: string | null,
  prefix: string,
): DifferenceRow[] {
  const rows: DifferenceRow[] = [];
  const start = firstIndex(0, list.length, (index) => compareKeys(keyAt(list, index), prefix as Key) >= 0);
  const end = endOfGroup(list, start, list.length, prefix);
  for (let at = start; at < end; ) {
    const difference = list[at] as KeyDifference;
    const { key } = difference;
    const path = separator === null ? null : groupAfter(key, separator, prefix.length);
    if (separator === null || path === null) {
      rows.push({ kind: "key", name: key.slice(prefix.length), difference });
      at += 1;
      continue;
    }
    const until = endOfGroup(list, at, end, path);
    const whole = longestShared(path, key, keyAt(list, until - 1), separator);
    const totals = { added: 0, removed: 0, changed: 0 };
    for (; at < until; at += 1) totals[(list[at] as KeyDifference).kind] += 1;
    rows.push({ kind: "group", path: whole, name: whole.slice(prefix.length), totals });
  }
  return rows;
}

/** The key, when it is one of these; else the first of them; null for none. */
export function shownKey(list: readonly KeyDifference[], key: Key | undefined): Key | null {
  if (key !== undefined) {
    const at = firstIndex(0, list.length, (index) => compareKeys(keyAt(list, index), key) >= 0);
    if (list[at]?.key === key) return key;
  }
  return list[0]?.key ?? null;
}

const keyAt = (list: readonly KeyDifference[], index: number): Key => (list[index] as KeyDifference).key;

/** The beginning of a key up to and with the next separator; null when no more than that would follow. */
function groupAfter(key: string, separator: string, from: number): string | null {
  const end = key.indexOf(separator, from) + separator.length;
  return end < from + separator.length || end >= key.length ? null : key.slice(0, end);
}

/** The longest path, `path` or one inside it, that the first and the last key of a group, and so all, are inside of. */
function longestShared(path: string, first: string, last: string, separator: string): string {
  let longest = path;
  for (;;) {
    const next = groupAfter(first, separator, longest.length);
    if (next === null || next === last || !last.startsWith(next)) return longest;
    longest = next;
  }
}

/** Keys in order that begin alike stand together. */
function endOfGroup(list: readonly KeyDifference[], start: number, end: number, path: string): number {
  return firstIndex(start, end, (index) => !keyAt(list, index).startsWith(path));
}
