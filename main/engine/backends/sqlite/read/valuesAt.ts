import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { Encoding } from "../../../delta/encoding.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { ValueRow } from "../storage/rows.ts";
import { supersededValue } from "./chain.ts";
import { valueAt } from "./textOf.ts";

/** The values of these keys at a revision, as `valueAt` returns them, read by one statement. */
export function valuesAt(
  statements: ReadStatements,
  keys: readonly Key[],
  revision: Revision,
): (key: Key) => ValueRow | undefined {
  const known = new Map<Key, ValueRow | undefined>();
  const long = new Map<Key, Omit<ValueRow, "value">>();
  const parameters = { keys: JSON.stringify(keys), at: revision };
  for (const row of statements.valuesOfKeys.all(parameters)) {
    const [key, since, until, encoding, digest, value] = row;
    if (since === null) known.set(key, undefined);
    else {
      const found = { key, since, until, encoding: encoding ?? Encoding.PLAIN, digest };
      if (value === null) long.set(key, found);
      else known.set(key, { ...found, value });
    }
  }
  return (key) => {
    const recent = statements.pending?.at(key, revision);
    if (recent !== undefined) return supersededValue(key, recent);
    if (known.has(key)) return known.get(key);
    const row = long.get(key);
    // Long values are read alone, and so are keys with a zero, because SQLite's JSON ends a text there.
    return row === undefined ? valueAt(statements, key, revision) : withValue(statements, row);
  };
}

/** A row with its long value, in UTF-8. */
export function withValue(statements: ReadStatements, row: Omit<ValueRow, "value">): ValueRow | undefined {
  const { key, until, encoding } = row;
  const value =
    until === null
      ? statements.liveBytes.get(key)
      : encoding === Encoding.PLAIN
        ? statements.supersededBytes.get(key, until)
        : statements.supersededUntil.get(key, until)?.value;
  return value === undefined ? undefined : { ...row, value };
}
