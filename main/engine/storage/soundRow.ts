import type { ColumnDefinition } from "better-sqlite3";
import { DataIntegrityError } from "../errors.ts";
import { OPERATIONS } from "./schema.ts";

type Test = (value: unknown) => boolean;

const whole: Test = (value) => Number.isSafeInteger(value);
const count: Test = (value) => whole(value) && (value as number) >= 0;
const revision: Test = (value) => whole(value) && (value as number) > 0;
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
};
const VALUE = { key, since: revision, until: revision, digest: count };

/** What may stand in the columns of a row, whoever wrote it. Of snapshots `toMetadata` says that. */
const TESTS: { readonly [table: string]: { readonly [column: string]: Test } } = {
  live: { id: whole, ...VALUE, value: text },
  history: { ...VALUE, encoding: count, size: count, value: stored },
  recent: { id: whole, ...VALUE, value: text },
  revision: { ...LOGGED, key: orNull(key), touched: count, everything: flag },
  pending: { ...LOGGED, key, since: orNull(revision), digest: orNull(count), value: orNull(text) },
  touched: { revision, key },
  snapshot_tag: { tag: text, sequence: whole },
};

/** How a statement gives its rows. */
export type Shape = "raw" | "pluck" | undefined;

/** Checks a row of one statement. The parameters say which row it is, where the row itself does not. */
export type RowCheck = (row: unknown, parameters: readonly unknown[]) => void;

/**
 * What checks the rows of a statement, by the columns that it gives as they stand in the store (rule F9); undefined where
 * there are none of those.
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
      // Of a statement of several parts, SQLite names the columns of the first.
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
