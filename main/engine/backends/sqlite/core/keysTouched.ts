import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import { MOST_NAMED_KEYS } from "./changeFeed.ts";
import { floorOf } from "./notes.ts";

/**
 * The keys touched after one revision up to another; null if there are too many to list, or if the revision log lacks
 * them, because of a prune or a store that was replaced by an older copy.
 */
export function keysTouched(statements: ReadStatements, from: Revision, to: Revision): readonly Key[] | null {
  if (to < from || floorOf(statements) > from) return null;
  if (statements.touchedTotal.get(from, to)?.[1] === 1) return null;
  const keys = statements.recentKeys.all({ from, to, limit: MOST_NAMED_KEYS + 1 });
  return keys.length > MOST_NAMED_KEYS ? null : keys;
}
