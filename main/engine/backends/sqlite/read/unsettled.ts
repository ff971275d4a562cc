import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SupersededRow, UnsettledRow } from "../storage/rows.ts";

type RowsByKey = ReadonlyMap<Key, readonly UnsettledRow[]>;

/**
 * Superseded values that are not in the history yet. Moving them there costs a page for nearly each, far more than
 * what reads a few of them does otherwise.
 */
export class Unsettled {
  readonly #statements: ReadStatements;
  readonly #after: Revision;
  /** Those visible at the moments that are asked for, which are by far not all. Oldest first. */
  readonly #byKey: RowsByKey;
  /** All of them, once something is told from another one. */
  #all: RowsByKey | undefined;

  /** Only what was visible at these two moments is asked for, the earlier one first. */
  constructor(statements: ReadStatements, [after, second]: readonly [Revision, Revision]) {
    this.#statements = statements;
    this.#after = after;
    this.#byKey = rowsByKey(statements, after, second);
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
    this.#all ??= rowsByKey(this.#statements, this.#after, null);
    const row = this.#all.get(key)?.find(([, , since]) => since === revision);
    return row && this.#whole(row);
  }

  #whole([, until, since, digest, id, short]: UnsettledRow): SupersededRow {
    const { pendingValue, recentValue } = this.#statements;
    const value = short ?? (id === null ? pendingValue.get(until) : recentValue.get(id));
    return [until, since, 0, digest, value as string | Uint8Array];
  }
}

function rowsByKey(statements: ReadStatements, after: Revision, second: Revision | null): RowsByKey {
  const byKey = new Map<Key, UnsettledRow[]>();
  for (const row of statements.unsettledAfter.all({ after, second })) {
    const rows = byKey.get(row[0]);
    if (rows === undefined) byKey.set(row[0], [row]);
    else rows.push(row);
  }
  return byKey;
}

/** Reads two moments, the earlier one first, synchronously and without settling first. */
export function withUnsettled<T>(
  statements: ReadStatements,
  moments: readonly [Revision, Revision],
  read: () => T,
): T {
  statements.unsettled = new Unsettled(statements, moments);
  try {
    return read();
  } finally {
    statements.unsettled = undefined;
  }
}
