import { type Key, type Moment, NOW } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** How a key's present differs from a moment at which it existed. */
export interface KeyChange {
  readonly key: Key;
  readonly change: "changed" | "removed";
}

/**
 * Which of these keys existed at a moment and have been deleted or changed since, in their order. One comparison by the
 * engine, so a value that was changed and changed back is equal again.
 */
export async function keyChangesSince(
  store: Pick<EnhancedPersistence, "difference">,
  at: Moment,
  keys: readonly Key[],
  signal?: AbortSignal,
): Promise<KeyChange[]> {
  const kinds = new Map<Key, KeyChange["change"]>();
  for (const { key, kind } of await store.difference(at, NOW, { keys, signal }))
    if (kind !== "added") kinds.set(key, kind);
  return keys.flatMap((key) => {
    const change = kinds.get(key);
    return change === undefined ? [] : [{ key, change }];
  });
}
