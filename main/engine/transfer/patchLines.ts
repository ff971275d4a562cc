import { patchOperations } from "../../../shared/diff/index.ts";
import type { Key, Moment } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../persistence.ts";

/**
 * A JSON Patch (RFC 6902) that makes the state of one moment of that of another, the state being one object with a member
 * for each key: one operation a line, between brackets on lines of their own.
 *
 * @param keys Those that differ, in order.
 * @param onKey Awaited before each key, with how many are done.
 */
export async function* patchLines(
  store: Pick<EnhancedPersistence, "read">,
  from: Moment,
  to: Moment,
  keys: readonly { readonly key: Key }[],
  onKey?: (done: number) => Promise<void>,
): AsyncGenerator<string, void, void> {
  yield "[";
  let previous: string | undefined;
  for (const [index, { key }] of keys.entries()) {
    await onKey?.(index);
    const before = await store.read(key, from);
    const after = await store.read(key, to);
    for (const operation of patchOperations(before?.text ?? null, after?.text ?? null, [key])) {
      if (previous !== undefined) yield `${previous},`;
      previous = operation;
    }
  }
  if (previous !== undefined) yield previous;
  yield "]";
}
