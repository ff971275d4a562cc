import type { ColumnDefinition, Database } from "better-sqlite3";
import { DataIntegrityError } from "../../../errors.ts";
import { OPERATIONS } from "../../../operations.ts";
import type { SnapshotRow } from "./rows.ts";

/**
 * No store has more revisions, entries, snapshots or bytes than this: it is beyond SQLite's largest file, and beyond a
 * year of a thousand commits each millisecond.
 */
export const MOST = 2 ** 48;

type Test = (value: unknown) => boolean;

const whole: Test = (value) => Number.isSafeInteger(value);
const count: Test = (value) => whole(value) && (value as number) >= 0 && (value as number) <= MOST;
const revision: Test = (value) => count(value) && (value as number) > 0;
const text: Test = (value) => typeof value === "string";
const stored: Test = (value) => typeof value === "string" || value instanceof Uint8Array;
const key: Test = (value) => typeof value === "string" && value !== "" && value.length <= 4096;
const time: Test = (value) => whole(value) && Math.abs(value as number) <= 8.64e15;
const checksum: Test = (value) => value instanceof Uint8Array && value.length === 32;
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const flag: Test = (value) => value === 0 || value === 1;

const LOGGED = {
  id: revision,
  at: time,
  operation: (value: unknown) => count(value) && (value as number) < OPERATIONS.length,
  detail: orNull(text),
  entry_count: count,
  size_bytes: count,
  checksum,
  undo: orNull(count),
  redo: orNull(count),
  target: orNull(count),
  author: orNull(revision),
  message: orNull(text),
  branch: revision,
};
const VALUE = { key, since: revision, until: revision, digest: count };
/** The columns of a snapshot, in their order, each with what may stand in it. */
const NAMED: { readonly [Column in keyof SnapshotRow]-?: Test } = {
  sequence: revision,
  version: (value: unknown) => text(value) && value !== "",
  revision: count,
  created_at: time,
  tags: text,
  description: orNull(text),
  user_info: text,
  base: orNull(text),
  delta_size: orNull(count),
  pinned: flag,
  pin_reason: orNull(text),
  entry_count: count,
  size_bytes: count,
  // `toMetadata` says more.
  checksum: () => true,
  indexed: flag,
};

export const SNAPSHOT_COLUMNS = Object.keys(NAMED) as readonly (keyof SnapshotRow)[];

/** What may stand in the columns of a row, whoever wrote it. Of a snapshot's tags and checksum `toMetadata` says more. */
const TESTS: { readonly [table: string]: { readonly [column: string]: Test } } = {
  live: { id: whole, ...VALUE, value: text },
  history: { ...VALUE, encoding: count, size: count, value: stored },
  recent: { id: whole, ...VALUE, value: text },
  revision: { ...LOGGED, key: orNull(key), touched: count, everything: flag },
  pending: { ...LOGGED, key, since: orNull(revision), digest: orNull(count), value: orNull(text) },
  touched: { revision, key },
  author: { id: revision, name: (value) => text(value) && value !== "" },
  snapshot: NAMED,
  snapshot_tag: { tag: (value) => text(value) && value !== "", sequence: revision },
};

/** The values of a snapshot's row in the order of the columns. */
export const snapshotValues = (row: SnapshotRow): readonly unknown[] =>
  SNAPSHOT_COLUMNS.map((column) => row[column]);

/** Whether a row of the table "snapshot" is one that a store has, but for its checksum. */
export function isSoundSnapshot(row: SnapshotRow): boolean {
  return Object.entries(NAMED).every(([column, test]) => test(row[column as keyof SnapshotRow]));
}

/** The shape of a statement's rows. */
export type Shape = "raw" | "pluck" | undefined;

/** Checks a row of one statement. The parameters identify the row if the row itself does not. */
export type RowCheck = (row: unknown, parameters: readonly unknown[]) => void;

/**
 * The check for a statement's rows, by the columns that it returns unchanged (rule F9); undefined if there are none.
 */
export function rowCheck(
  columns: readonly ColumnDefinition[],
  sql: string,
  shape: Shape,
): RowCheck | undefined {
  const absent = sql.includes("LEFT JOIN");
  const several = sql.includes("UNION");
  const tested = columns
    .slice(0, shape === "pluck" ? 1 : undefined)
    .flatMap(({ name, table, column }, place) => {
      const test = TESTS[table ?? ""]?.[column ?? ""];
      if (test === undefined) return [];
      // SQLite takes the column names of a compound statement from its first part.
      const own = several && column === "value" ? stored : test;
      return [{ name, table, column, at: shape === "raw" ? place : name, test: absent ? orNull(own) : own }];
    });
  if (tested.length === 0) return undefined;
  return (row, parameters) => {
    for (const { table, column, at, test } of tested) {
      const value = shape === "pluck" ? row : (row as Record<string | number, unknown>)[at];
      if (test(value)) continue;
      const named = tested.find(
        ({ column: other }) => other === "key" || other === "version" || other === "id",
      );
      const found =
        named && shape !== "pluck" ? (row as Record<string | number, unknown>)[named.at] : parameters[0];
      throw wrongRow(`${table}`, `${column}`, value, found);
    }
  };
}

const WRONG_ROW = "wrong_row";

/** For a condition or a sum: a column that is a count, or the error that names the row. `name` identifies the row. */
export function counted(table: string, column: string, name: string, as = column): string {
  return `iif(typeof(${as}) = 'integer' AND ${as} BETWEEN 0 AND ${MOST}, ${as}, ${wrongIn(table, column, name, as)})`;
}

/** For a value that is returned as UTF-8: the value, or the error that names the row. */
export function inUtf8(table: string, name: string): string {
  return `iif(typeof(value) IN ('text', 'blob'), CAST(value AS BLOB), ${wrongIn(table, "value", name, "value")})`;
}

function wrongIn(table: string, column: string, name: string, value: string): string {
  return `${WRONG_ROW}('${table}', '${column}', ${value}, ${name})`;
}

/** Every connection needs it, so that faults found inside SQL are errors too. */
export function nameWrongRows(connection: Database): void {
  connection.function(WRONG_ROW, { directOnly: true }, (table, column, value, found) => {
    throw wrongRow(String(table), String(column), value, found);
  });
}

function wrongRow(table: string, column: string, value: unknown, found: unknown): DataIntegrityError {
  const which = typeof found === "string" || typeof found === "number" ? ` of ${JSON.stringify(found)}` : "";
  const what =
    value instanceof Uint8Array ? `${value.length} bytes` : String(JSON.stringify(value)).slice(0, 60);
  return new DataIntegrityError(
    `The store is damaged: in its table "${table}" a row${which} has ${what} as its ${column}. ` +
      "Put back a copy of it, or save what can be saved with `strata recover`.",
    typeof found === "string" ? { key: found } : {},
  );
}
