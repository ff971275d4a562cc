import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { recoverStore } from "../backends/sqlite/recover/index.ts";
import { MIGRATIONS } from "../backends/sqlite/storage/schema.ts";
import { DataIntegrityError } from "../errors.ts";
import { failureOf, freshDirectory, openStore, openWithCore } from "../stores.fixture.ts";

/** A closed store that was changed by SQL. */
async function changedBy(change: (database: Database.Database) => void): Promise<string> {
  const basePath = await freshDirectory();
  const store = await openStore({ basePath });
  await store.set("a", 1);
  await store.set("a", 2);
  await store.createSnapshot("kept");
  await store.close();
  const database = new Database(join(basePath, "strata.db"));
  database.unsafeMode(true);
  change(database);
  database.close();
  return basePath;
}

const sql = (statements: string) => (database: Database.Database) => {
  database.exec(statements);
};

/** Writes into the schema what no statement would. */
const reworded = (from: string, to: string) => (database: Database.Database) => {
  database.exec("PRAGMA writable_schema = ON");
  database.prepare("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)").run(from, to);
};

const SHARED_ROOT = `
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'pending') WHERE name = 'recent'`;

describe("what a store's file is made of", () => {
  it.each([
    ["a view more", sql("CREATE VIEW more AS SELECT 1"), /the view "more"/],
    [
      "a view in the place of a table",
      sql("ALTER TABLE live RENAME TO l; CREATE VIEW live AS SELECT * FROM l"),
      /"l(?:ive)?"/,
    ],
    [
      "a trigger",
      sql("CREATE TRIGGER t AFTER INSERT ON live BEGIN DELETE FROM snapshot; END"),
      /the trigger "t"/,
    ],
    ["a virtual table", sql("CREATE VIRTUAL TABLE f USING fts5(x)"), /the table "f/],
    ["a table more", sql("CREATE TABLE more (x)"), /the table "more"/],
    ["an index more", sql("CREATE INDEX i ON live (since) WHERE since > 3"), /the index "i"/],
    ["statistics", sql("ANALYZE"), /the table "sqlite_stat/],
    ["a column more", sql("ALTER TABLE live ADD COLUMN more TEXT"), /table "live" is not as a store has it/],
    [
      "a generated column",
      sql("ALTER TABLE revision ADD COLUMN g AS (length(detail))"),
      /table "revision" is not/,
    ],
    ["a missing index", sql("DROP INDEX snapshot_revision"), /index "snapshot_revision" is missing/],
    ["another type", reworded("since INTEGER", "since TEXT"), /is not as a store has it/],
    ["a default", reworded("detail TEXT,", "detail TEXT DEFAULT (zeroblob(9)),"), /is not as a store has it/],
    [
      "a check",
      reworded("touched INTEGER NOT NULL", "touched INTEGER CHECK (1)"),
      /is not as a store has it/,
    ],
    ["two tables in one place", sql(SHARED_ROOT), /table "recent" is in the place of another/],
  ] as const)("F6 %s is refused by name, and the file stays as it is", async (_, change, message) => {
    const basePath = await changedBy(change);
    const before = readFileSync(join(basePath, "strata.db"));
    const failure = await failureOf(openStore({ basePath }));
    expect(failure).toBeInstanceOf(DataIntegrityError);
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain("strata recover");
    expect(readFileSync(join(basePath, "strata.db")).equals(before)).toBe(true);
    const { present } = await recoverStore(basePath, join(await freshDirectory(), "recovered"));
    expect(present.entries).toBe(1);
  });

  it("F6 text in another encoding is refused", async () => {
    const basePath = await changedBy(() => {});
    const other = new Database(join(await freshDirectory(), "other"));
    other.exec("PRAGMA encoding = 'UTF-16le'; PRAGMA application_id = 0x53747261; PRAGMA user_version = 2");
    for (const statements of MIGRATIONS) other.exec(statements);
    other.close();
    cpSync(other.name, join(basePath, "strata.db"));
    expect((await failureOf(openStore({ basePath }))).message).toContain("UTF-16le");
  });

  it("F6 what is only in the log is refused as well, and moved nowhere", async () => {
    const basePath = await changedBy(() => {});
    const open = new Database(join(basePath, "strata.db"));
    open.pragma("wal_autocheckpoint = 0");
    open.exec("CREATE VIEW more AS SELECT 1");
    const copy = join(await freshDirectory(), "copy");
    cpSync(basePath, copy, { recursive: true });
    open.close();
    const [file, log] = ["strata.db", "strata.db-wal"].map((name) => readFileSync(join(copy, name)));
    expect((await failureOf(openStore({ basePath: copy }))).message).toContain('the view "more"');
    expect(readFileSync(join(copy, "strata.db")).equals(file as Buffer)).toBe(true);
    expect(readFileSync(join(copy, "strata.db-wal")).equals(log as Buffer)).toBe(true);
  });

  it.each([
    ["views", 20_000, "CREATE VIEW x AS SELECT 1"],
    ["a long view", 1, `CREATE VIEW x AS SELECT ${"1,".repeat(1_000_000)}1`],
  ])(
    "F6 %s without end are refused before SQLite reads them, in the file and in the log",
    async (_, count, text) => {
      for (const inLog of [false, true]) {
        const basePath = await changedBy(() => {});
        const open = new Database(join(basePath, "strata.db"));
        open.unsafeMode(true);
        open.exec("PRAGMA writable_schema = ON; PRAGMA wal_autocheckpoint = 0");
        const add = open.prepare("INSERT INTO sqlite_schema VALUES ('view', ?, 'x', 0, ?)");
        open.transaction(() => {
          for (let n = 0; n < count; n += 1) add.run(`v${n}`, text);
        })();
        const copy = join(await freshDirectory(), "copy");
        if (!inLog) open.pragma("wal_checkpoint(TRUNCATE)");
        cpSync(basePath, copy, { recursive: true });
        open.close();
        const started = performance.now();
        const failure = await failureOf(openStore({ basePath: copy }));
        // The gross limit: SQLite itself would take minutes.
        expect(performance.now() - started).toBeLessThan(2000);
        expect(failure).toBeInstanceOf(DataIntegrityError);
        expect(failure.message).toContain("far more tables, views or triggers");
      }
    },
  );

  it("F6 every connection trusts no schema, checks cells, and can't be made to write to the schema", async () => {
    const { store, core } = await openWithCore();
    await store.set("a", 1);
    for (const { database } of [core.own, core.reader]) {
      expect(database.pragma("trusted_schema", { simple: true })).toBe(0);
      expect(database.pragma("cell_size_check", { simple: true })).toBe(1);
      // Possible without SQLite's defensive mode.
      database.pragma("writable_schema = ON");
      expect(() => database.exec("DELETE FROM sqlite_schema")).toThrow(/may not be modified|readonly/);
      database.pragma("writable_schema = OFF");
    }
    expect(() => core.reader.database.exec("DELETE FROM live")).toThrow(/readonly/);
  });
});
