import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../checksum.ts";
import { decode, Encoding, isDelta } from "../delta/encoding.ts";
import { StoredText } from "../delta/storedText.ts";
import { DataIntegrityError, DeltaError } from "../errors.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { LiveRow, SupersededRow, ValueRow } from "../storage/rows.ts";

/** A chain of deltas is never longer (rule D2); one that is has a damaged link. */
export const LONGEST_CHAIN = 20;

/** The value of a key at a revision, as it is stored; undefined where it did not exist. */
export function valueAt(statements: ReadStatements, key: Key, revision: Revision): ValueRow | undefined {
  const live = statements.live.get(key);
  if (live !== undefined && live[1] <= revision) return liveValue(key, live);
  const row = statements.unsettled?.at(key, revision) ?? statements.superseded.get(key, revision);
  return row !== undefined && row[1] <= revision ? supersededValue(key, row) : undefined;
}

/** A value of the same key whose text is at hand. */
export interface KnownText {
  readonly since: Revision;
  readonly text: string;
}

/**
 * The text of a stored value, exact to the byte (rule D2).
 *
 * @param later A later value of the key, if one is at hand: the chain is followed no further than to there.
 * @throws {DataIntegrityError} if a superseded value is not what was written (rule I5).
 * @throws {DeltaError} if the value that it is told from is missing.
 */
export function textOf(statements: ReadStatements, row: ValueRow, later?: KnownText): JsonText {
  if (row.until === null) return row.value as JsonText;
  if (row.encoding < Encoding.DEFLATE) return checkedText(statements, row, later);
  const known = statements.kept?.superseded(row.key, row.since, row.digest);
  if (known !== undefined) return known;
  const told = checkedText(statements, row, later);
  statements.kept?.keepSuperseded(row.key, row.since, row.digest, told);
  return told;
}

/** The text of a superseded value, from what is stored and nothing else. */
function checkedText(statements: ReadStatements, row: ValueRow, later: KnownText | undefined): JsonText {
  const told = decodeChain(statements, row, LONGEST_CHAIN, later);
  if (shortDigest(digestOf(row.key, told.asItIs)) !== row.digest) throw damaged(row);
  return told.text as JsonText;
}

function decodeChain(
  statements: ReadStatements,
  row: ValueRow,
  links: number,
  later: KnownText | undefined,
): StoredText {
  try {
    if (!isDelta(row.encoding)) return decode(row.encoding, row.value, undefined);
    if (row.until !== null && row.until === later?.since)
      return decode(row.encoding, row.value, new StoredText(later.text));
    const base = row.until === null ? undefined : baseOf(statements, row.key, row.until, links, later);
    if (base === undefined) {
      throw new DeltaError(
        `The value of ${JSON.stringify(row.key)} written at revision ${row.since} is kept as a difference, ` +
          "and what it differs from is missing. The store is damaged; put back a copy of it.",
        { key: row.key },
      );
    }
    return decode(row.encoding, row.value, base);
  } catch (error) {
    if (error instanceof DeltaError || error instanceof DataIntegrityError) throw error;
    throw damaged(row, error);
  }
}

/** What replaced the value that was visible until this revision; undefined where it is missing, or the chain too long. */
function baseOf(
  statements: ReadStatements,
  key: Key,
  until: Revision,
  links: number,
  later: KnownText | undefined,
): StoredText | undefined {
  if (links === 0) return undefined;
  if (statements.liveSince.get(key) === until) {
    const bytes = statements.liveBytes.get(key);
    return bytes && new StoredText(bytes);
  }
  const next = supersededSuccessor(statements, key, until);
  return next && decodeChain(statements, next, links - 1, later);
}

/** The value that replaced the one that was visible until this revision. */
export function successorOf(statements: ReadStatements, key: Key, until: Revision): ValueRow | undefined {
  // The present value may be large, and mostly it is not the one.
  if (statements.liveSince.get(key) === until) {
    const live = statements.live.get(key);
    return live && liveValue(key, live);
  }
  return supersededSuccessor(statements, key, until);
}

function supersededSuccessor(statements: ReadStatements, key: Key, until: Revision): ValueRow | undefined {
  const row =
    statements.supersededSince.get(key, until, until) ?? statements.unsettled?.writtenAt(key, until);
  return row && supersededValue(key, row);
}

function liveValue(key: Key, [, since, digest, value]: LiveRow): ValueRow {
  return { key, since, until: null, encoding: 0, digest, value };
}

/** A superseded row with its key. */
export function supersededValue(key: Key, [until, since, encoding, digest, value]: SupersededRow): ValueRow {
  return { key, until, since, encoding, digest, value };
}

function damaged(row: ValueRow, cause?: unknown): DataIntegrityError {
  return new DataIntegrityError(
    `The value of ${JSON.stringify(row.key)} written at revision ${row.since} is not what was written: ` +
      "the store is damaged there. Run verify to find all that is, and put back a copy of the store.",
    { key: row.key, cause },
  );
}
