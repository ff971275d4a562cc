import type { Key, Moment } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/index.ts";
import { endOfPrefix } from "./keyOrder.ts";

/** A page of the keys that begin with a prefix, in key order, after a key; `next` continues after the last. */
export async function keysWithPrefix(
  store: Pick<EnhancedPersistence, "keys">,
  at: Moment,
  prefix: string,
  after: Key | undefined,
  limit: number,
): Promise<{ keys: Key[]; next: Key | null }> {
  const end = endOfPrefix(prefix);
  const range = {
    ...(after !== undefined ? { after } : prefix !== "" ? { from: prefix as Key } : {}),
    ...(end !== null && { before: end as Key }),
  };
  const keys = await store.keys(at, range, limit);
  return { keys, next: keys.length < limit ? null : (keys.at(-1) ?? null) };
}
