/** The pairs of equal items of two arrays. */
export interface Alignment {
  /** For each index before: the index after, or -1 where the item was removed. */
  readonly partner: Int32Array;
  /** For each index before: 1 if the pair keeps its order relative to the others, 0 if the item moved. */
  readonly inPlace: Uint8Array;
}

/** The table of common subsequences is built up to this many cells. Each cell costs 8 bytes and one comparison. */
const MAX_TABLE_CELLS = 160_000;

/**
 * Aligns two arrays by the identities of their items. As many items as possible stay in place; among equal solutions,
 * the one in which most keep their index. All other pairs of equal items have moved.
 *
 * If each identity occurs once, the result is exact and takes O(n log n) (Szymanski 1975, as in patience diff). If
 * items repeat, it is exact for short arrays (Wagner and Fischer 1974). In longer arrays the nth occurrence before is
 * paired with the nth after.
 */
export function align(before: readonly unknown[], after: readonly unknown[]): Alignment {
  const partner = new Int32Array(before.length).fill(-1);
  const inPlace = new Uint8Array(before.length);
  const stay = (from: number, to: number) => {
    partner[from] = to;
    inPlace[from] = 1;
  };
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) stay(head, head++);
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail++;
    stay(before.length - tail, after.length - tail);
  }
  const left = before.slice(head, before.length - tail);
  const right = after.slice(head, after.length - tail);
  const isSmall = left.length * right.length <= MAX_TABLE_CELLS;
  if (isSmall && (repeats(left) || repeats(right))) {
    for (const [from, to] of commonSubsequence(left, right)) stay(from + head, to + head);
    pairTheRest(left, right, head, partner);
  } else {
    pairTheRest(left, right, head, partner);
    for (const from of heaviestIncreasing(partner, head, before.length - tail)) inPlace[from] = 1;
  }
  return { partner, inPlace };
}

const repeats = (items: readonly unknown[]) => new Set(items).size < items.length;

/** Pairs the remaining items by occurrence: the nth of an identity with the nth after. */
function pairTheRest(
  left: readonly unknown[],
  right: readonly unknown[],
  head: number,
  partner: Int32Array,
): void {
  const taken = new Uint8Array(right.length);
  for (let index = 0; index < left.length; index++) {
    const to = partner[head + index] ?? -1;
    if (to >= 0) taken[to - head] = 1;
  }
  // One chain per identity through `next`, because a list per identity would cost an array per item.
  const first = new Map<unknown, number>();
  const next = new Int32Array(right.length).fill(-1);
  for (let index = right.length - 1; index >= 0; index--) {
    if (taken[index] === 1) continue;
    next[index] = first.get(right[index]) ?? -1;
    first.set(right[index], index);
  }
  for (let index = 0; index < left.length; index++) {
    if ((partner[head + index] ?? -1) >= 0) continue;
    const found = first.get(left[index]) ?? -1;
    if (found < 0) continue;
    partner[head + index] = head + found;
    first.set(left[index], next[found] ?? -1);
  }
}

/** The pairs of a longest common subsequence with the most pairs of the same index, in order. */
function commonSubsequence(left: readonly unknown[], right: readonly unknown[]): [number, number][] {
  const width = right.length + 1;
  const weights = weightsFor(Math.min(left.length, right.length));
  const table = new Float64Array((left.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const best = Math.max(at(i + 1, j), at(i, j + 1));
      table[i * width + j] =
        left[i] === right[j] ? Math.max(best, at(i + 1, j + 1) + weights(i === j)) : best;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j] && at(i, j) === at(i + 1, j + 1) + weights(i === j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** The weights make one more pair that stays in place outweigh any number of pairs with equal indices. */
const weightsFor = (most: number) => (sameIndex: boolean) => most + 1 + (sameIndex ? 1 : 0);

/** The indices of a heaviest increasing run of partners among these indices, in order. */
function heaviestIncreasing(partner: Int32Array, start: number, end: number): number[] {
  const count = end - start;
  const weights = weightsFor(count);
  const order = [...partner.subarray(start, end)].filter((to) => to >= 0).sort((a, b) => a - b);
  const rankOf = new Map(order.map((to, rank) => [to, rank + 1]));
  // A Fenwick tree of the heaviest run that ends at each rank or before it (Fenwick 1994).
  const weight = new Float64Array(order.length + 1);
  const ending = new Int32Array(order.length + 1).fill(-1);
  const previous = new Int32Array(count).fill(-1);
  let heaviest = 0;
  let last = -1;
  for (let index = start; index < end; index++) {
    const to = partner[index] ?? -1;
    if (to < 0) continue;
    const rank = rankOf.get(to) ?? 0;
    let best = 0;
    let from = -1;
    for (let node = rank - 1; node > 0; node -= node & -node) {
      if ((weight[node] ?? 0) <= best) continue;
      best = weight[node] ?? 0;
      from = ending[node] ?? -1;
    }
    previous[index - start] = from;
    const total = best + weights(index === to);
    if (total > heaviest) {
      heaviest = total;
      last = index;
    }
    for (let node = rank; node <= order.length; node += node & -node) {
      if (total <= (weight[node] ?? 0)) continue;
      weight[node] = total;
      ending[node] = index;
    }
  }
  const run: number[] = [];
  for (let index = last; index >= 0; index = previous[index - start] ?? -1) run.push(index);
  return run.reverse();
}
