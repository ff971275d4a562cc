import Database, { type Database as Connection } from "better-sqlite3";
import { DataIntegrityError } from "../errors.ts";

/** A row of `sqlite_schema`. */
type Made = readonly [type: string, name: string, table: string, root: number, sql: string | null];

/** The expected objects of a database. */
export type Schema = ReadonlyMap<string, string>;

/** The objects that these statements create, as SQLite stores them. */
export function schemaOf(statements: readonly string[]): Schema {
  const database = new Database(":memory:");
  try {
    for (const sql of statements) database.exec(sql);
    return new Map(objectsOf(database).map((made) => [nameOf(made), wordingOf(made)]));
  } finally {
    database.close();
  }
}

/**
 * Compares a database with its expected structure, before anything else is read from it (rule F6). A view, a trigger or
 * a generated column would run foreign SQL, a column of another type would return other values than were written, and
 * two tables with one root would mix their rows.
 *
 * @throws {DataIntegrityError} that names the object.
 */
export function assertSchema(database: Connection, expected: Schema, path: string): void {
  const roots = new Set<number>();
  const found = new Set<string>();
  for (const made of objectsOf(database)) {
    const name = nameOf(made);
    const [, , , root] = made;
    if (expected.get(name) === undefined) throw unsound(path, `it has the ${name}, which no store has`);
    if (wordingOf(made) !== expected.get(name)) throw unsound(path, `its ${name} is not as a store has it`);
    if (found.has(name) || roots.has(root)) throw unsound(path, `its ${name} is in the place of another`);
    found.add(name);
    roots.add(root);
  }
  for (const name of expected.keys()) if (!found.has(name)) throw unsound(path, `its ${name} is missing`);
  const encoding = database.pragma("encoding", { simple: true });
  if (encoding !== "UTF-8") throw unsound(path, `its text is in ${String(encoding)}, and a store's in UTF-8`);
}

/** Trusts no schema, and reports damage where SQLite can. */
export function distrust(database: Connection): void {
  database.pragma("trusted_schema = OFF");
  database.pragma("cell_size_check = ON");
}

function objectsOf(database: Connection): Made[] {
  return database
    .prepare<[], Made>("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema")
    .raw()
    .all();
}

const nameOf = ([type, name]: Made) => `${type} ${JSON.stringify(name)}`;
const wordingOf = ([, , table, , sql]: Made) => `${table}: ${sql}`;

function unsound(path: string, what: string): DataIntegrityError {
  return new DataIntegrityError(
    `${path} is not as Strata made it: ${what}. Nothing was read from it. Put back a copy of the store, ` +
      "or save what can be saved with `strata recover`.",
    { path },
  );
}
