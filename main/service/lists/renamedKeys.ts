import { isCommonText } from "../../../shared/diff/index.ts";
import type { EntrySummary, Key, KeyDifference } from "../../../shared/model/index.ts";

/** Values with more bytes in total are not read for comparison. */
const MOST_BYTES = 16 * 1024 * 1024;

/** More candidates than this are not renames: probably all keys were moved. */
const MOST_PAIRS = 2_000;

/** Reads the texts of some keys on one side, of those that exist. */
export interface Texts {
  readonly before: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, string>>;
  readonly after: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, string>>;
}

/**
 * Pairs each added key with the only removed key that has the same text. Only keys with the same size and beginning are
 * read, so the cost depends on the number of candidates.
 */
export async function renamedKeys(
  list: readonly KeyDifference[],
  texts: Texts,
  signal: AbortSignal,
): Promise<Map<Key, Key>> {
  const removed = soleOnes(
    list.map(({ key, kind, before }) => (kind === "removed" ? { key, summary: before } : null)),
  );
  const added = soleOnes(
    list.map(({ key, kind, after }) => (kind === "added" ? { key, summary: after } : null)),
  );
  const count = (kind: string) => list.reduce((sum, row) => sum + (row.kind === kind ? 1 : 0), 0);
  const single = count("removed") === 1 && count("added") === 1;
  const pairs: { readonly from: Key; readonly to: Key }[] = [];
  let bytes = 0;
  for (const [look, to] of added) {
    const from = removed.get(look);
    if (from === undefined || from === null || to === null) continue;
    bytes += to.size;
    if (pairs.length === MOST_PAIRS || bytes > MOST_BYTES) break;
    pairs.push({ from: from.key, to: to.key });
  }
  const renamed = new Map<Key, Key>();
  if (pairs.length === 0) return renamed;
  signal.throwIfAborted();
  const before = await texts.before(pairs.map(({ from }) => from));
  const after = await texts.after(pairs.map(({ to }) => to));
  for (const { from, to } of pairs) {
    const text = before.get(from);
    if (text === undefined || text !== after.get(to)) continue;
    if (single || !isCommonText(text)) renamed.set(to, from);
  }
  return renamed;
}

interface Sole {
  readonly key: Key;
  readonly size: number;
}

/** The only key of each fingerprint; null if several keys share one. */
function soleOnes(
  rows: readonly ({ readonly key: Key; readonly summary: EntrySummary | null } | null)[],
): Map<string, Sole | null> {
  const found = new Map<string, Sole | null>();
  for (const row of rows) {
    if (row === null || row.summary === null) continue;
    const { type, size, preview } = row.summary;
    const look = `${type} ${size} ${preview}`;
    found.set(look, found.has(look) ? null : { key: row.key, size });
  }
  return found;
}
