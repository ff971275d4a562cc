/**
 * Binary search: the first index from `start` up to but not including `end` for which `holds` is true; `end` if there
 * is none. `holds` must stay true for all later indices.
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
