import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import { MOST_NAMED_KEYS } from "./changeFeed.ts";
import { floorOf } from "./notes.ts";

/**
 * The keys that were touched after one revision up to another; null when they are too many to name, or the log does not
 * say: a prune may have dropped it, or an older copy of the store may have been put in its place.
 */
export function keysTouched(statements: ReadStatements, from: Revision, to: Revision): readonly Key[] | null {
  if (to < from || floorOf(statements) > from) return null;
  if (statements.touchedTotal.get(from, to)?.[1] === 1) return null;
  const keys = statements.recentKeys.all({ from, to, limit: MOST_NAMED_KEYS + 1 });
  return keys.length > MOST_NAMED_KEYS ? null : keys;
}
