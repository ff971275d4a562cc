import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";

const NOT_ASCII = /[^\p{ASCII}]/u;

/** Of the next `limit` keys, those that may contain a text without regard to case, and the last one of all of them. */
export function keysLike(
  statements: ReadStatements,
  isPresent: boolean,
  range: { readonly at: Revision; readonly from: string; readonly limit: number },
  text: string,
): { readonly keys: readonly Key[]; readonly last: Key | null } {
  const pattern = patternFor(text);
  const { from, limit } = range;
  const within = { ...range, before: Buffer.alloc(0) };
  const keys = isPresent
    ? statements.keysLikeNow.all(from, limit, pattern)
    : statements.keysLikeAt.all({ ...within, pattern });
  const last = isPresent
    ? statements.keyAfter.get(from, limit - 1)
    : statements.keyAfterAt.get({ ...within, skipped: limit - 1 });
  return { keys, last: last ?? null };
}

/**
 * What an ASCII key that contains the text is like for SQLite, which knows the case of ASCII alone; null when there is
 * none. Keys with other characters are looked at one by one.
 */
function patternFor(text: string): string | null {
  const lower = text.toLowerCase();
  return NOT_ASCII.test(lower) ? null : `%${lower.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
