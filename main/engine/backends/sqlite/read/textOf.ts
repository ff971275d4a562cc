import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../../../checksum.ts";
import { decode, Encoding } from "../../../delta/encoding.ts";
import { StoredText } from "../../../delta/storedText.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { LiveRow, ValueRow } from "../storage/rows.ts";
import { Chain, damaged, type KnownValue, supersededSuccessor, supersededValue } from "./chain.ts";

/** The most bytes of a decoded text that a comparison caches. */
const LONGEST_KEPT = 64 * 1024;

/** The stored value of a key at a revision; undefined if it did not exist. */
export function valueAt(statements: ReadStatements, key: Key, revision: Revision): ValueRow | undefined {
  const live = statements.live.get(key);
  if (live !== undefined && live[1] <= revision) return liveValue(key, live);
  const row = statements.pending?.at(key, revision) ?? statements.superseded.get(key, revision);
  return row !== undefined && row[1] <= revision ? supersededValue(key, row) : undefined;
}

/**
 * The text of a stored value, exact to the byte (rule D2).
 *
 * @throws {DataIntegrityError} if a superseded value is not what was written (rule I5).
 * @throws {DeltaError} if its delta base is missing.
 */
export function textOf(statements: ReadStatements, row: ValueRow): JsonText {
  const stored = decoded(statements, row, undefined, Number.POSITIVE_INFINITY);
  const text = stored.text as JsonText;
  stored.release();
  return text;
}

/**
 * The same in the form in which it was decoded. A long text is not cached, because making its string costs more than
 * decoding it again.
 *
 * @param later A known later value of the key, at which the chain ends.
 */
export function storedTextOf(statements: ReadStatements, row: ValueRow, later?: KnownValue): StoredText {
  return decoded(statements, row, later, LONGEST_KEPT);
}

/** @param longestKept In bytes: a longer text is not cached. */
function decoded(
  statements: ReadStatements,
  row: ValueRow,
  later: KnownValue | undefined,
  longestKept: number,
): StoredText {
  // A present value is text, or its UTF-8 if it is long.
  if (row.until === null && typeof row.value !== "string" && !(row.value instanceof Uint8Array))
    throw damaged(row);
  if (row.until === null) return decode(Encoding.PLAIN, row.value, undefined, undefined);
  if (row.encoding < Encoding.DEFLATE) return new Chain(statements, row.key, later).tell(row);
  const known = statements.kept?.superseded(row.key, row.since, row.digest);
  // The cache's file comes from the same place as the store, so its values are checked like the store's (rule F8).
  if (known !== undefined && shortDigest(digestOf(row.key, known)) === row.digest)
    return new StoredText(known);
  const text = new Chain(statements, row.key, later).tell(row);
  if (text.size <= longestKept) {
    statements.kept?.keepSuperseded(row.key, row.since, row.digest, text.text as JsonText);
  }
  return text;
}

/** The value that replaced the one that was valid until this revision. */
export function successorOf(statements: ReadStatements, key: Key, until: Revision): ValueRow | undefined {
  // The present value may be large, and usually is not the one.
  if (statements.liveMark.get(key)?.[0] === until) {
    const live = statements.live.get(key);
    return live && liveValue(key, live);
  }
  return supersededSuccessor(statements, key, until);
}

function liveValue(key: Key, [, since, digest, value]: LiveRow): ValueRow {
  return { key, since, until: null, encoding: 0, digest, value };
}
