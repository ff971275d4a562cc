import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../../../checksum.ts";
import { decode, Encoding, isDelta } from "../../../delta/encoding.ts";
import { StoredText } from "../../../delta/storedText.ts";
import { DataIntegrityError, DeltaError } from "../../../errors.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { LiveMark, SupersededRow, ValueRow } from "../storage/rows.ts";

/** The longest chain of deltas (rule D2); a longer one is damaged. */
export const LONGEST_CHAIN = 20;

/** A known value of the same key. */
export interface KnownValue {
  readonly since: Revision;
  readonly stored: StoredText;
}

/** Decodes the superseded values of one key. Each is a delta from the next one, up to a full version. */
export class Chain {
  readonly #statements: ReadStatements;
  readonly #key: Key;
  readonly #later: KnownValue | undefined;
  #live: LiveMark | null | undefined;
  /** Whether the present value was used for an older one with the same digest, as after a restore. */
  #shortened = false;

  /** @param later A known later value of the key, at which the chain ends. */
  constructor(statements: ReadStatements, key: Key, later: KnownValue | undefined) {
    this.#statements = statements;
    this.#key = key;
    this.#later = later;
  }

  /**
   * Decodes one of them.
   *
   * @throws {DataIntegrityError} if it is not what was written (rule I5).
   * @throws {DeltaError} if its delta base is missing.
   */
  tell(row: ValueRow): StoredText {
    const near = this.#near(row);
    if (near !== undefined) return near;
    const text = this.#decode(row, false);
    if (!isAsWritten(row, text)) throw damaged(row);
    return text;
  }

  /** The same by the shortest way; undefined if that was wrong, because two texts may have the same short digest. */
  #near(row: ValueRow): StoredText | undefined {
    try {
      const text = this.#decode(row, true);
      if (isAsWritten(row, text)) return text;
    } catch (error) {
      if (!this.#shortened) throw error;
    }
    if (!this.#shortened) throw damaged(row);
    return undefined;
  }

  #decode(row: ValueRow, shorten: boolean, links = LONGEST_CHAIN): StoredText {
    try {
      if (!isDelta(row.encoding)) return decode(row.encoding, row.value, undefined, this.#sizeOf(row));
      if (row.until !== null && row.until === this.#later?.since)
        return decode(row.encoding, row.value, this.#later.stored, this.#sizeOf(row));
      const base = row.until === null ? undefined : this.#base(row.until, shorten, links);
      if (base === undefined) {
        throw new DeltaError(
          `The value of ${JSON.stringify(row.key)} written at revision ${row.since} is kept as a difference, ` +
            "and what it differs from is missing. The store is damaged; put back a copy of it.",
          { key: row.key },
        );
      }
      const text = decode(row.encoding, row.value, base, this.#sizeOf(row));
      base.release();
      return text;
    } catch (error) {
      if (error instanceof DeltaError || error instanceof DataIntegrityError) throw error;
      throw damaged(row, error);
    }
  }

  /** The bytes of a text by its row; unknown for a plain text, which needs no size. */
  #sizeOf({ encoding, key, until }: ValueRow): number | undefined {
    return encoding === Encoding.PLAIN || until === null
      ? undefined
      : this.#statements.supersededSize.get(key, until);
  }

  /**
   * The text that replaced the value that was valid until this revision; undefined if it is missing, or the chain too
   * long.
   */
  #base(until: Revision, shorten: boolean, links: number): StoredText | undefined {
    if (links === 0) return undefined;
    if (this.#live === undefined) this.#live = this.#statements.liveMark.get(this.#key) ?? null;
    if (this.#live?.[0] === until) return this.#present();
    const next = supersededSuccessor(this.#statements, this.#key, until);
    if (next === undefined) return undefined;
    if (shorten && isDelta(next.encoding) && next.digest === this.#live?.[1]) {
      this.#shortened = true;
      return this.#present();
    }
    return this.#decode(next, shorten, links - 1);
  }

  #present(): StoredText | undefined {
    const bytes = this.#statements.liveBytes.get(this.#key);
    return bytes && new StoredText(bytes);
  }
}

function isAsWritten(row: ValueRow, text: StoredText): boolean {
  return shortDigest(digestOf(row.key, text.asItIs)) === row.digest;
}

/** The superseded value that replaced the one that was valid until this revision. */
export function supersededSuccessor(
  statements: ReadStatements,
  key: Key,
  until: Revision,
): ValueRow | undefined {
  const row = statements.supersededSince.get(key, until, until) ?? statements.pending?.writtenAt(key, until);
  return row && supersededValue(key, row);
}

/** A superseded row with its key. */
export function supersededValue(key: Key, [until, since, encoding, digest, value]: SupersededRow): ValueRow {
  return { key, until, since, encoding, digest, value };
}

export function damaged(row: ValueRow, cause?: unknown): DataIntegrityError {
  return new DataIntegrityError(
    `The value of ${JSON.stringify(row.key)} written at revision ${row.since} is not what was written: ` +
      "the store is damaged there. Run verify to find all that is, and put back a copy of the store.",
    { key: row.key, cause },
  );
}
