import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { PendingRow, SupersededRow } from "../storage/rows.ts";

type RowsByKey = ReadonlyMap<Key, readonly PendingRow[]>;

/**
 * Pending superseded values. Flushing them changes a page for nearly each, which costs far more than reading a few of
 * them.
 */
export class PendingHistory {
  readonly #statements: ReadStatements;
  readonly #after: Revision;
  /** Those valid at the requested moments, a small part of all. Oldest first. */
  readonly #byKey: RowsByKey;
  /** All of them, loaded when one is needed as a delta base. */
  #all: RowsByKey | undefined;

  /** Only values valid at these two moments are needed, the earlier one first. */
  constructor(statements: ReadStatements, [after, second]: readonly [Revision, Revision]) {
    this.#statements = statements;
    this.#after = after;
    this.#byKey = rowsByKey(statements, after, second);
  }

  /** The first value of a key superseded after a revision, if that was before the one known from the history. */
  earlier(
    key: Key,
    revision: Revision,
    flushed: { readonly 0: Revision } | undefined,
  ): SupersededRow | undefined {
    const row = this.#byKey.get(key)?.find(([, until]) => until > revision);
    return row === undefined || (flushed !== undefined && flushed[0] < row[1]) ? undefined : this.#whole(row);
  }

  /** The value of a key at a revision, if it is pending. */
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

  #whole([, until, since, digest, id, short]: PendingRow): SupersededRow {
    const { pendingValue, recentValue } = this.#statements;
    const value = short ?? (id === null ? pendingValue.get(until) : recentValue.get(id));
    return [until, since, 0, digest, value as string | Uint8Array];
  }
}

function rowsByKey(statements: ReadStatements, after: Revision, second: Revision | null): RowsByKey {
  const byKey = new Map<Key, PendingRow[]>();
  for (const row of statements.pendingAfter.all({ after, second })) {
    const rows = byKey.get(row[0]);
    if (rows === undefined) byKey.set(row[0], [row]);
    else rows.push(row);
  }
  return byKey;
}

/** Reads two moments, the earlier one first, synchronously and without flushing. */
export function withPending<T>(
  statements: ReadStatements,
  moments: readonly [Revision, Revision],
  read: () => T,
): T {
  statements.pending = new PendingHistory(statements, moments);
  try {
    return read();
  } finally {
    statements.pending = undefined;
  }
}
