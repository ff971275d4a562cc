import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { StoredText } from "../../../delta/storedText.ts";
import type { StoreCore } from "../core/core.ts";
import { supersededValue } from "../read/chain.ts";
import { type PastValue, type PresentValue, presentAndPast } from "../read/presentAndPast.ts";
import { storedTextOf } from "../read/textOf.ts";
import { withValue } from "../read/valuesAt.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { ValueRow } from "../storage/rows.ts";
import type { ReplacedRow } from "./revision.ts";
import type { RevisionDraft } from "./revisionDraft.ts";

/** How many keys are looked up, and written, by one statement. */
export const KEYS_AT_ONCE = 250;

/** Bytes of values in memory after which they are written. */
const MOST_AT_HAND = 4_000_000;

/**
 * Inside a transaction, with pending history flushed or loaded: restores the values of these keys from a revision. What
 * exists then and now, by far the most, is read and logged by one statement for all.
 */
export function bringBack(core: StoreCore, draft: RevisionDraft, keys: readonly Key[], to: Revision): void {
  let replaced: ReplacedRow[] = [];
  let bytes = 0;
  const write = () => {
    draft.putTogether(replaced);
    for (const { stored } of replaced) stored.release();
    replaced = [];
    bytes = 0;
  };
  for (const { key, live, past } of presentAndPast(core.own, keys, to)) {
    if (live !== undefined && live[1] <= to) continue;
    const row = past === undefined || past[1] > to ? undefined : pastRow(core.own, key, past);
    if (row === undefined) {
      draft.delete(key);
      continue;
    }
    const stored = storedTextOf(core.own, row);
    if (live === undefined) draft.put(key, stored.text as JsonText);
    else if (!isThere(core.own, key, live, row, stored)) {
      replaced.push({ key, old: live, stored, digest: row.digest });
      bytes += stored.size;
      if (bytes > MOST_AT_HAND) write();
    }
  }
  write();
}

function pastRow(statements: ReadStatements, key: Key, past: PastValue): ValueRow | undefined {
  const [until, since, encoding, digest, value] = past;
  return value === null
    ? withValue(statements, { key, until, since, encoding, digest })
    : supersededValue(key, [until, since, encoding, digest, value]);
}

/** Whether the present value is this text. Where their digests differ, the present one need not be read. */
function isThere(
  statements: ReadStatements,
  key: Key,
  [, , digest, value]: PresentValue,
  row: ValueRow,
  stored: StoredText,
): boolean {
  if (digest !== row.digest) return false;
  const present = value ?? statements.liveBytes.get(key);
  return present !== undefined && stored.equals(new StoredText(present));
}
