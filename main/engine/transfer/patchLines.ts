import { patchOperations } from "../../../shared/diff/index.ts";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { entriesOf } from "../domain/read/among.ts";
import type { EnhancedPersistence } from "../persistence.ts";

/**
 * The lines of a JSON Patch (RFC 6902) from the state of one moment to that of another, each state as one object with a
 * member for each key: one operation a line, between brackets on separate lines.
 *
 * @param keys The differing keys, in order.
 * @param onKey Awaited before each key, with the number done so far.
 */
export async function* patchLines(
  store: Pick<EnhancedPersistence, "entries">,
  from: Moment,
  to: Moment,
  keys: readonly { readonly key: Key }[],
  onKey?: (done: number) => Promise<void>,
): AsyncGenerator<string, void, void> {
  yield "[";
  let previous: string | undefined;
  const names = keys.map(({ key }) => key);
  const before = entriesOf(store, from, names);
  const after = entriesOf(store, to, names);
  let done = 0;
  for await (const [key, was] of before) {
    await onKey?.(done);
    const is = (await after.next()).value?.[1];
    for (const operation of patchOperations(was?.text ?? null, is?.text ?? null, [key])) {
      if (previous !== undefined) yield `${previous},`;
      previous = operation;
    }
    done += 1;
  }
  if (previous !== undefined) yield previous;
  yield "]";
}
