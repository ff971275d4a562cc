import { equalJson } from "../../shared/json/index.ts";
import { type EntrySummary, type Key, type Moment, NOW } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";

export interface Fate {
  readonly key: Key;
  readonly fate: "changed" | "removed";
}

type Source = Pick<EnhancedPersistence, "summaries" | "read">;

/** What became of keys since a moment, of those that exist then and are gone or another now. */
export async function fatesOf(
  store: Source,
  at: Moment,
  keys: readonly Key[],
  signal?: AbortSignal,
): Promise<Fate[]> {
  const fates: Fate[] = [];
  for (const key of keys) {
    signal?.throwIfAborted();
    const then = await summaryOf(store, at, key);
    if (then === undefined) continue;
    const now = await summaryOf(store, NOW, key);
    if (now === undefined) fates.push({ key, fate: "removed" });
    else if (now.since !== then.since && !(await isSame(store, at, key)))
      fates.push({ key, fate: "changed" });
  }
  return fates;
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
