import type { Key, Revision } from "../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SupersededRow, UnsettledRow } from "../storage/rows.ts";

/** Bytes; a longer value is read when it is asked for. */
const LONGEST = 4096;

/**
 * Superseded values that are not in the history yet. Moving them there costs a page for nearly each, far more than
 * what reads a few of them does otherwise.
 */
export class Unsettled {
  readonly #statements: ReadStatements;
  /** Oldest first. */
  readonly #byKey = new Map<Key, UnsettledRow[]>();

  /** @param after Only what was superseded after this revision is asked for. */
  constructor(statements: ReadStatements, after: Revision) {
    this.#statements = statements;
    for (const row of statements.unsettledAfter.iterate({ after, longest: LONGEST })) {
      const rows = this.#byKey.get(row[0]);
      if (rows === undefined) this.#byKey.set(row[0], [row]);
      else rows.push(row);
    }
  }

  /** The first value of a key that was superseded after a revision, if that was before the one known from the history. */
  earlier(
    key: Key,
    revision: Revision,
    settled: { readonly 0: Revision } | undefined,
  ): SupersededRow | undefined {
    const row = this.#byKey.get(key)?.find(([, until]) => until > revision);
    return row === undefined || (settled !== undefined && settled[0] < row[1]) ? undefined : this.#whole(row);
  }

  /** The value of a key at a revision, if it is among these. */
  at(key: Key, revision: Revision): SupersededRow | undefined {
    const row = this.#byKey.get(key)?.find(([, until, since]) => since <= revision && until > revision);
    return row && this.#whole(row);
  }

  /** The value that a revision wrote. */
  writtenAt(key: Key, revision: Revision): SupersededRow | undefined {
    const row = this.#byKey.get(key)?.find(([, , since]) => since === revision);
    return row && this.#whole(row);
  }

  #whole([, until, since, digest, id, short]: UnsettledRow): SupersededRow {
    const { pendingValue, recentValue } = this.#statements;
    const value = short ?? (id === null ? pendingValue.get(until) : recentValue.get(id));
    return [until, since, 0, digest, value as string | Uint8Array];
  }
}

/** Reads moments from this revision on, synchronously, without settling first. */
export function withUnsettled<T>(statements: ReadStatements, from: Revision, read: () => T): T {
  statements.unsettled = new Unsettled(statements, from);
  try {
    return read();
  } finally {
    statements.unsettled = undefined;
  }
}
