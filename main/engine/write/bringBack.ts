import type { Key, Revision } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { supersededValue } from "../read/chain.ts";
import { presentAndPast } from "../read/presentAndPast.ts";
import { textOf } from "../read/textOf.ts";
import type { ReplacedRow } from "./revision.ts";
import type { RevisionDraft } from "./revisionDraft.ts";

/** How many keys are looked up, and written, by one statement. */
export const KEYS_AT_ONCE = 250;

/**
 * Inside a transaction, with everything settled or at hand: gives these keys the values that they had at a revision.
 * What exists then and now, by far the most, is read and logged by one statement for all.
 */
export function bringBack(core: StoreCore, draft: RevisionDraft, keys: readonly Key[], to: Revision): void {
  const replaced: ReplacedRow[] = [];
  for (const { key, live, past } of presentAndPast(core.own, keys, to)) {
    if (live !== undefined && live[1] <= to) continue;
    if (past === undefined || past[1] > to) {
      draft.delete(key);
      continue;
    }
    const text = textOf(core.own, supersededValue(key, past));
    if (live === undefined) draft.put(key, text);
    else if (text !== live[3]) replaced.push({ key, old: live, text, digest: past[3] });
  }
  draft.putTogether(replaced);
}
