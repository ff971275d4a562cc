import type { Key, Moment, Revision } from "../../../../shared/model/index.ts";
import type { Backend } from "../../backends/backend.ts";
import type { KeysFound } from "../../persistence.ts";
import { assertAscending, successor } from "../read/range.ts";
import { containing } from "./entryFilter.ts";

/**
 * The keys that contain a text, without regard to case, among the next `limit` ones. The store leaves out what can't match,
 * so that a million keys need not become a million strings.
 */
export async function keysContaining(
  backend: Backend,
  at: Moment,
  text: string,
  after: Key | undefined,
  limit: number,
): Promise<KeysFound> {
  if (limit === 0) return { keys: [], last: after ?? null };
  const from = after === undefined ? "" : successor(after);
  const view = await backend.view("short", [at]);
  const found = await view.keysLike(view.at[0] as Revision, from, limit, text);
  const keys = found.keys.filter(containing(text));
  assertAscending(
    keys.map((key) => ({ key })),
    from,
  );
  return { keys, last: found.last };
}
