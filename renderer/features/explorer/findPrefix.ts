import { compareKeys, type EntrySummary } from "../../../shared/model/index.ts";
import type { FetchRows } from "../../data/rowCache.ts";

/**
 * The position of the first key that begins with `prefix`, or null. A binary search, since the list is in order of
 * its keys: some twenty questions for a million keys.
 */
export async function findPrefix(
  prefix: string,
  total: number,
  fetch: FetchRows<EntrySummary>,
): Promise<number | null> {
  const { signal } = new AbortController();
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { rows } = await fetch(middle, 1, signal);
    const [row] = rows;
    if (!row) return null;
    if (compareKeys(row.key, prefix) < 0) low = middle + 1;
    else high = middle;
  }
  const { rows } = await fetch(low, 1, signal);
  return rows[0]?.key.startsWith(prefix) ? low : null;
}
