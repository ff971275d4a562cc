import { equalJson } from "../../shared/json/index.ts";
import { type EntrySummary, type Key, type Moment, NOW } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** How a key's present differs from a moment at which it existed. */
export interface KeyChange {
  readonly key: Key;
  readonly change: "changed" | "removed";
}

type Source = Pick<EnhancedPersistence, "summaries" | "read">;

/** What changed since a moment among these keys: those that existed then and are gone or different now. */
export async function keyChangesSince(
  store: Source,
  at: Moment,
  keys: readonly Key[],
  signal?: AbortSignal,
): Promise<KeyChange[]> {
  const changes: KeyChange[] = [];
  for (const key of keys) {
    signal?.throwIfAborted();
    const then = await summaryOf(store, at, key);
    if (then === undefined) continue;
    const now = await summaryOf(store, NOW, key);
    if (now === undefined) changes.push({ key, change: "removed" });
    else if (now.since !== then.since && !(await isSame(store, at, key)))
      changes.push({ key, change: "changed" });
  }
  return changes;
}

async function summaryOf(store: Source, at: Moment, key: Key): Promise<EntrySummary | undefined> {
  const [found] = await store.summaries(at, { from: key }, 1);
  return found?.key === key ? found : undefined;
}

/** A value that was changed and changed back is the same again. */
async function isSame(store: Source, at: Moment, key: Key): Promise<boolean> {
  const [then, now] = await Promise.all([store.read(key, at), store.read(key, NOW)]);
  return then !== undefined && now !== undefined && equalJson(then.text, now.text);
}
