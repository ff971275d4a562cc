import { compareKeys, type Entry, type Key, type Moment } from "../../../../shared/model/index.ts";
import type { TemporalStore } from "../../persistence.ts";

/** Keys read by one call. */
export const KEYS_AT_ONCE = 250;

/** UTF-16 units of values in memory at once; a longer value is read alone. */
const MAX_UNITS = 4_000_000;

/** These keys without repetitions, in key order. */
export function inKeyOrder(keys: readonly string[]): Key[] {
  return [...new Set(keys as readonly Key[])].sort(compareKeys);
}

/**
 * The entries of these keys at a moment, in the order of the keys; null where there is none. Up to 250 are read by one
 * call to the store. To read them all from the same state, pass a revision.
 */
export async function* entriesOf(
  store: Pick<TemporalStore, "entries">,
  at: Moment,
  keys: readonly Key[],
): AsyncGenerator<readonly [key: Key, entry: Entry | null], void, void> {
  let known: ReadonlyMap<Key, Entry | null> = new Map();
  for (const [index, key] of keys.entries()) {
    if (!known.has(key)) known = await lookUp(store, at, keys.slice(index, index + KEYS_AT_ONCE));
    // Large values before it, in key order, filled the memory limit.
    if (!known.has(key)) known = await lookUp(store, at, [key]);
    yield [key, known.get(key) ?? null];
  }
}

/** The entries of as many of these keys as fit in memory. */
async function lookUp(
  store: Pick<TemporalStore, "entries">,
  at: Moment,
  keys: readonly Key[],
): Promise<ReadonlyMap<Key, Entry | null>> {
  const entries = await store.entries(at, { among: keys }, keys.length, MAX_UNITS);
  const units = entries.reduce((sum, { text }) => sum + text.length, 0);
  const known = new Map<Key, Entry | null>();
  // A page that filled the memory limit says nothing of the keys after its last one.
  const last = units < MAX_UNITS ? undefined : entries.at(-1)?.key;
  for (const key of keys) if (last === undefined || compareKeys(key, last) < 0) known.set(key, null);
  for (const entry of entries) known.set(entry.key, entry);
  return known;
}
