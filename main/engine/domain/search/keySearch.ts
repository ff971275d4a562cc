import type { Key, Moment } from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import type { KeysFound } from "../../persistence.ts";
import { revisionAt } from "../read/moment.ts";
import { assertAscending, successor } from "../read/range.ts";
import { containing } from "./entryFilter.ts";

const NOT_ASCII = /[^\p{ASCII}]/u;

/**
 * The keys that contain a text, without regard to case, among the next `limit` ones. The database leaves out what
 * can't match, so that a million keys need not become a million strings.
 */
export function keysContaining(
  core: StoreCore,
  at: Moment,
  text: string,
  after: Key | undefined,
  limit: number,
): Promise<KeysFound> {
  if (limit === 0) return Promise.resolve({ keys: [], last: after ?? null });
  const matches = containing(text);
  const pattern = patternFor(text);
  const from = after === undefined ? "" : successor(after);
  return core[at.kind === "now" ? "consistent" : "historical"]((statements, present) => {
    const revision = revisionAt(core, statements, present, at);
    const isPresent = revision === present.revision;
    const range = { at: revision, from, before: Buffer.alloc(0), limit };
    const rows = isPresent
      ? statements.keysLikeNow.all(from, limit, pattern)
      : statements.keysLikeAt.all({ ...range, pattern });
    const last = isPresent
      ? statements.keyAfter.get(from, limit - 1)
      : statements.keyAfterAt.get({ ...range, skipped: limit - 1 });
    const keys = rows.filter(matches);
    assertAscending(
      keys.map((key) => ({ key })),
      from,
    );
    return { keys, last: last ?? null };
  });
}

/**
 * What an ASCII key that contains the text is like for SQLite, which knows the case of ASCII alone; null when there is
 * none. Keys with other characters are looked at one by one.
 */
function patternFor(text: string): string | null {
  const lower = text.toLowerCase();
  return NOT_ASCII.test(lower) ? null : `%${lower.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
