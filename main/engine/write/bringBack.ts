import type { Key, Revision } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { textOf, valueAt } from "../read/textOf.ts";
import type { ReplacedRow, RevisionDraft } from "./revisionDraft.ts";

/** How many keys are looked up, and written, by one statement. */
export const KEYS_AT_ONCE = 250;

/**
 * Inside a transaction, with everything settled: gives these keys the values that they had at a revision. What exists
 * then and now, by far the most, is read and logged by one statement for all.
 */
export function bringBack(core: StoreCore, draft: RevisionDraft, keys: readonly Key[], to: Revision): void {
  const replaced: ReplacedRow[] = [];
  const together: Key[] = [];
  for (const key of keys) {
    // SQLite's JSON ends a text at its first zero.
    if (key.includes("\0")) bringBackOne(core, draft, key, to);
    else together.push(key);
  }
  for (const row of core.own.presentAndPast.all(JSON.stringify(together), to)) {
    const [key, id, liveSince, liveDigest, liveValue, until, since, encoding, digest, value] = row;
    if (liveSince !== null && liveSince <= to) continue;
    if (since === null || since > to || until === null) {
      draft.delete(key);
      continue;
    }
    const text = textOf(core.own, { key, since, until, encoding, digest, value });
    if (id === null || liveSince === null) draft.put(key, text);
    else if (text !== liveValue) replaced.push({ key, old: [id, liveSince, liveDigest, liveValue], text });
  }
  draft.putTogether(replaced);
}

function bringBackOne(core: StoreCore, draft: RevisionDraft, key: Key, to: Revision): void {
  const row = valueAt(core.own, key, to);
  if (row === undefined) draft.delete(key);
  else if (row.until !== null) draft.put(key, textOf(core.own, row));
}
