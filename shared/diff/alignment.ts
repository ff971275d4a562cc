import { firstIndex } from "../model/index.ts";

/** Which items of one array are which items of another. */
export interface Alignment {
  /** For each index before: the index after, or -1 where the item was removed. */
  readonly partner: Int32Array;
  /** For each index before: 1 where the partner keeps its place among the others, 0 where it moved. */
  readonly inPlace: Uint8Array;
}

/**
 * Aligns two arrays by what identifies their items, in O(n log n): the first item of an identity before is the first
 * of it after, and so on; the longest increasing run of partners stays in place, every other pair has moved.
 *
 * Where items repeat, this may call a pair moved that a longest common subsequence would keep in place; where each
 * identity occurs once, it is exact (Szymanski 1975, as in patience diff).
 */
export function align(before: readonly unknown[], after: readonly unknown[]): Alignment {
  const partner = pairByOccurrence(before, after);
  const inPlace = new Uint8Array(before.length);
  for (const index of longestIncreasing(partner)) inPlace[index] = 1;
  return { partner, inPlace };
}

function pairByOccurrence(before: readonly unknown[], after: readonly unknown[]): Int32Array {
  // One chain per identity through `next`, because a list per identity would cost an array per item.
  const first = new Map<unknown, number>();
  const next = new Int32Array(after.length).fill(-1);
  for (let index = after.length - 1; index >= 0; index--) {
    next[index] = first.get(after[index]) ?? -1;
    first.set(after[index], index);
  }
  const partner = new Int32Array(before.length).fill(-1);
  for (let index = 0; index < before.length; index++) {
    const found = first.get(before[index]) ?? -1;
    partner[index] = found;
    if (found >= 0) first.set(before[index], next[found] ?? -1);
  }
  return partner;
}

/** The positions of a longest strictly increasing run of the non-negative values, in order (patience sorting). */
function longestIncreasing(values: Int32Array): number[] {
  const tails: number[] = [];
  const previous = new Int32Array(values.length).fill(-1);
  for (let position = 0; position < values.length; position++) {
    const value = values[position] ?? -1;
    if (value < 0) continue;
    const pile = firstNotBelow(tails, values, value);
    previous[position] = pile > 0 ? (tails[pile - 1] ?? -1) : -1;
    tails[pile] = position;
  }
  const run: number[] = [];
  for (let position = tails.at(-1) ?? -1; position >= 0; position = previous[position] ?? -1)
    run.push(position);
  return run.reverse();
}

function firstNotBelow(tails: readonly number[], values: Int32Array, value: number): number {
  return firstIndex(0, tails.length, (index) => (values[tails[index] ?? 0] ?? 0) >= value);
}
