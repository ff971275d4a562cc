/**
 * The first index from `start` up to, not including, `end` for which something holds that holds for all after it too;
 * `end` when it holds for none. By halves: twenty looks for a million.
 */
export function firstIndex(start: number, end: number, holds: (index: number) => boolean): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
