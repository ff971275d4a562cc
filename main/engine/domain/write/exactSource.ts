import { checkChange } from "../../backends/sqlite/write/writeChanges.ts";
import type { EntryChange } from "../../persistence.ts";

/** What a replacement reads from. */
export type Source = AsyncIterable<EntryChange | readonly EntryChange[]> | Iterable<EntryChange>;

const EXACT = new WeakSet<object>();

/** Says that every text of a source is JSON as a store keeps it: read by the engine's own readers, not to be read again. */
export function exact<S extends Source>(source: S): S {
  EXACT.add(source);
  return source;
}

/** The same source, each change checked where a caller made it (rule V1). */
export function checkedSource(source: Source): Source {
  if (EXACT.has(source)) return source;
  return Symbol.asyncIterator in source ? checkedLater(source) : checkedNow(source);
}

function* checkedNow(source: Iterable<EntryChange>): Generator<EntryChange, void, void> {
  for (const change of source) yield checkChange(change);
}

async function* checkedLater(
  source: AsyncIterable<EntryChange | readonly EntryChange[]>,
): AsyncGenerator<readonly EntryChange[], void, void> {
  for await (const some of source) {
    yield Array.isArray(some) ? some.map(checkChange) : [checkChange(some as EntryChange)];
  }
}
