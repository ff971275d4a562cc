import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { PresentAndPastRow, PresentRow, SupersededRow } from "../storage/rows.ts";

/** The present value; null for a long one. */
export type PresentValue = readonly [id: number, since: Revision, digest: number, value: string | null];

/** The past value. */
export type PastValue = readonly [
  until: Revision,
  since: Revision,
  encoding: number,
  digest: number,
  value: string | Uint8Array | null,
];

/** A key with its present value and the first one superseded after a given revision, if any. */
export interface PresentAndPast {
  readonly key: Key;
  readonly live: PresentValue | undefined;
  readonly past: PastValue | undefined;
}

/** Looks up all of these keys by one or two statements, in order; one by one would take several times as long. */
export function presentAndPast(
  statements: ReadStatements,
  keys: readonly Key[],
  revision: Revision,
): PresentAndPast[] {
  const { pending } = statements;
  const found = new Map<Key, PresentAndPast>();
  const atHand = new Map<Key, SupersededRow>();
  const others: Key[] = [];
  for (const key of keys) {
    // SQLite's JSON ends a text at its first zero.
    if (key.includes("\0")) {
      found.set(key, {
        key,
        live: statements.live.get(key),
        past: firstOf(statements, key, revision, statements.superseded.get(key, revision)),
      });
      continue;
    }
    // The value valid then is the first one superseded since, pending or not.
    const recent = pending?.at(key, revision);
    if (recent === undefined) others.push(key);
    else atHand.set(key, recent);
  }
  for (const one of present(statements, atHand)) found.set(one.key, one);
  for (const one of together(statements, others, revision)) found.set(one.key, one);
  return keys.map((key) => found.get(key) as PresentAndPast);
}

function present(statements: ReadStatements, past: ReadonlyMap<Key, SupersededRow>): PresentAndPast[] {
  if (past.size === 0) return [];
  return statements.present.all(JSON.stringify([...past.keys()])).map((row) => {
    const [key] = row;
    return { key, live: liveIn(row), past: past.get(key) };
  });
}

function together(statements: ReadStatements, keys: readonly Key[], revision: Revision): PresentAndPast[] {
  if (keys.length === 0) return [];
  return statements.presentAndPast.all(JSON.stringify(keys), revision).map((row) => {
    const [key] = row;
    return { key, live: liveIn(row), past: firstOf(statements, key, revision, flushedIn(row)) };
  });
}

function liveIn([, id, since, digest, value]: PresentRow | PresentAndPastRow): PresentValue | undefined {
  return id === null || since === null ? undefined : [id, since, digest, value];
}

function flushedIn([, , , , , until, since, encoding, digest, value]: PresentAndPastRow):
  | PastValue
  | undefined {
  return until === null || since === null ? undefined : [until, since, encoding, digest, value];
}

function firstOf(
  statements: ReadStatements,
  key: Key,
  revision: Revision,
  flushed: PastValue | undefined,
): PastValue | undefined {
  return statements.pending?.earlier(key, revision, flushed) ?? flushed;
}
