import {
  compareKeys,
  type DifferenceTotals,
  firstIndex,
  type Key,
  type KeyDifference,
} from "../../../shared/model/index.ts";

/** One row in the tree of differing keys. */
export type DifferenceRow =
  | {
      readonly kind: "group";
      /** The common beginning of its keys, separator included. */
      readonly path: string;
      /** The part of the path after the level's prefix. */
      readonly name: string;
      readonly totals: DifferenceTotals;
    }
  | { readonly kind: "key"; readonly name: string; readonly difference: KeyDifference };

/**
 * The rows directly below a prefix when keys are split at a separator, with the counts of each group. A group whose
 * only child is a group is merged with it.
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

/** The key if it is in the list, else the first one; null for an empty list. */
export function shownKey(list: readonly KeyDifference[], key: Key | undefined): Key | null {
  if (key !== undefined) {
    const at = firstIndex(0, list.length, (index) => compareKeys(keyAt(list, index), key) >= 0);
    if (list[at]?.key === key) return key;
  }
  return list[0]?.key ?? null;
}

const keyAt = (list: readonly KeyDifference[], index: number): Key => (list[index] as KeyDifference).key;

/** The beginning of a key up to and including the next separator; null if nothing would follow it. */
function groupAfter(key: string, separator: string, from: number): string | null {
  const end = key.indexOf(separator, from) + separator.length;
  return end < from + separator.length || end >= key.length ? null : key.slice(0, end);
}

/** The longest path that contains the first and the last key of a group, and therefore all of them; at least `path`. */
function longestShared(path: string, first: string, last: string, separator: string): string {
  let longest = path;
  for (;;) {
    const next = groupAfter(first, separator, longest.length);
    if (next === null || next === last || !last.startsWith(next)) return longest;
    longest = next;
  }
}

/** Keys with the same beginning are adjacent in key order. */
function endOfGroup(list: readonly KeyDifference[], start: number, end: number, path: string): number {
  return firstIndex(start, end, (index) => !keyAt(list, index).startsWith(path));
}
