import type { Key, Revision } from "../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { LiveRow, PresentAndPastRow, SupersededRow } from "../storage/rows.ts";

/** A key with its present value and the first one that was superseded after some revision, where there are such. */
export interface PresentAndPast {
  readonly key: Key;
  readonly live: LiveRow | undefined;
  readonly past: SupersededRow | undefined;
}

/** Looks all of these keys up by one statement: asked one by one, they take several times as long. */
export function presentAndPast(
  statements: ReadStatements,
  keys: readonly Key[],
  revision: Revision,
): PresentAndPast[] {
  // SQLite's JSON ends a text at its first zero.
  const alone = keys.filter((key) => key.includes("\0"));
  if (alone.length === 0) return together(statements, keys, revision);
  const found = new Map<Key, PresentAndPast>();
  const others = keys.filter((key) => !key.includes("\0"));
  for (const one of together(statements, others, revision)) found.set(one.key, one);
  for (const key of alone) {
    const [live, settled] = [statements.live.get(key), statements.superseded.get(key, revision)];
    found.set(key, { key, live, past: firstOf(statements, key, revision, settled) });
  }
  return keys.map((key) => found.get(key) as PresentAndPast);
}

function together(statements: ReadStatements, keys: readonly Key[], revision: Revision): PresentAndPast[] {
  return statements.presentAndPast.all(JSON.stringify(keys), revision).map((row) => {
    const [key, id, since, digest, value] = row;
    const live: LiveRow | undefined = id === null || since === null ? undefined : [id, since, digest, value];
    return { key, live, past: firstOf(statements, key, revision, settledIn(row)) };
  });
}

function settledIn([, , , , , until, since, encoding, digest, value]: PresentAndPastRow):
  | SupersededRow
  | undefined {
  return until === null || since === null ? undefined : [until, since, encoding, digest, value];
}

function firstOf(
  statements: ReadStatements,
  key: Key,
  revision: Revision,
  settled: SupersededRow | undefined,
): SupersededRow | undefined {
  return statements.unsettled?.earlier(key, revision, settled) ?? settled;
}
