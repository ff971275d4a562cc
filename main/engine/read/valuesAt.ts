import type { Key, Revision } from "../../../shared/model/index.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { ValueRow } from "../storage/rows.ts";
import { supersededValue, valueAt } from "./textOf.ts";

/** Bytes; a longer value is read when its turn comes, so that a page of them never is in memory at once. */
const LONGEST = 16 * 1024;

/** The values of these keys at a revision, as `valueAt` tells them one by one, read by one statement. */
export function valuesAt(
  statements: ReadStatements,
  keys: readonly Key[],
  revision: Revision,
): (key: Key) => ValueRow | undefined {
  const known = new Map<Key, ValueRow | undefined>();
  const parameters = { keys: JSON.stringify(keys), at: revision, longest: LONGEST };
  for (const row of statements.valuesOfKeys.all(parameters)) {
    const [key, since, until, encoding, digest, value] = row;
    if (since === null) known.set(key, undefined);
    else if (value !== null) known.set(key, { key, since, until, encoding: encoding ?? 0, digest, value });
  }
  // Long values are read alone, and so are keys with a zero in them, where SQLite's JSON ends a text.
  return (key) => {
    const recent = statements.unsettled?.at(key, revision);
    if (recent !== undefined) return supersededValue(key, recent);
    return known.has(key) ? known.get(key) : valueAt(statements, key, revision);
  };
}
