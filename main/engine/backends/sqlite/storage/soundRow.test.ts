import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { DataIntegrityError } from "../../../errors.ts";
import type { EnhancedPersistence } from "../../../persistence.ts";
import { failureOf, freshDirectory, openStore } from "../../../stores.fixture.ts";

/** A closed store. */
async function made(): Promise<string> {
  const basePath = await freshDirectory();
  const store = await openStore({ basePath });
  for (let n = 0; n < 12; n += 1) await store.set(`k${n % 3}`, { n });
  await store.createSnapshot("first");
  await store.save({ k0: 1, k1: 2, k2: 3, z: 4 });
  await store.close();
  return basePath;
}

/** Writes invalid content: without types and constraints anything can be written, and then the schema is restored. */
function write(basePath: string, table: string, sql: string, value: unknown): void {
  const file = join(basePath, "strata.db");
  const schema = new Database(file, { readonly: true });
  const own =
    schema.prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE name = ?").pluck().get(table) ?? "";
  schema.close();
  const reword = (text: string) => {
    const database = new Database(file);
    database.unsafeMode(true);
    database.exec("PRAGMA writable_schema = ON");
    database.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = ?").run(text, table);
    database.close();
  };
  reword(own.replace(/ NOT NULL/g, "").replace(/ (?:INTEGER|TEXT|BLOB)(?! PRIMARY)/g, ""));
  const changed = new Database(file);
  changed.prepare(sql).run(value);
  changed.close();
  reword(own);
}

type Call = (store: EnhancedPersistence) => Promise<unknown>;

const past = { kind: "revision", revision: 5 as Revision } as const;
const history: Call = (store) => store.history("k0" as Key, { limit: 50 });
const revisions: Call = (store) => store.revisions({ limit: 50 });
const load: Call = (store) => store.load();
const entries: Call = (store) => store.entries(past, {}, 50);

const BLOB = Buffer.from("wrong");
const LIVE = (column: string) => `UPDATE live SET ${column} = ? WHERE key = 'k0'`;
const HISTORY = (column: string) => `UPDATE history SET ${column} = ? WHERE key = 'k0'`;
const REVISION = (column: string) => `UPDATE revision SET ${column} = ? WHERE id = 5`;

describe("a row that is well-formed and wrong", () => {
  it.each([
    ["live", LIVE("value"), BLOB, load, /"k0"/],
    ["live", LIVE("value"), null, load, /"k0"/],
    ["live", LIVE("value"), 7, load, /"k0"/],
    ["live", LIVE("value"), "no JSON", load, /"k0"/],
    ["live", LIVE("since"), -5, load, /"k0" has -5 as its since/],
    ["live", LIVE("digest"), "x", load, /"k0" has "x" as its digest/],
    ["history", HISTORY("since"), 1.5, history, /"k0".*1\.5 as its since/],
    ["history", HISTORY("value"), null, history, /"k0".*as its value/],
    ["history", HISTORY("encoding"), 77, history, /"k0"/],
    ["history", HISTORY("encoding"), -1, history, /"k0".*-1 as its encoding/],
    ["history", HISTORY("digest"), BLOB, entries, /"k0".*as its digest/],
    ["revision", REVISION("at"), 8.64e15 + 2, revisions, /of 5 has.*as its at/],
    ["revision", REVISION("operation"), 99, revisions, /of 5 has 99 as its operation/],
    ["revision", REVISION("touched"), -1, revisions, /of 5 has -1 as its touched/],
    ["revision", REVISION("entry_count"), 2 ** 60, revisions, /of 5 has.*as its entry_count/],
    ["revision", REVISION("key"), BLOB, revisions, /of 5 has 5 bytes as its key/],
    ["revision", REVISION("checksum"), "text", revisions, /of 5 has "text" as its checksum/],
  ] as const)(
    "F9 in %s, by %s, is an error that names it, and the rest is read (%#)",
    async (table, sql, value, call, message) => {
      const basePath = await made();
      write(basePath, table, sql, value);
      const store = await openStore({ basePath, cacheStrategy: "none" });
      const failure = await failureOf(call(store));
      expect(failure).toBeInstanceOf(DataIntegrityError);
      expect(failure.message).toMatch(message);
      expect(failure.message).toContain("copy");
      expect(await store.get("k1")).toBe(2);
      expect((await store.read("k2" as Key, past))?.text).toBe('{"n":5}'.replace("5", "2"));
      if (table === "revision") return;
      const report = await store.verify().catch((error: unknown) => ({ ok: false, error }));
      expect(report.ok).toBe(false);
      expect(report.error).toBeInstanceOf(DataIntegrityError);
    },
  );

  it("F9 that has bytes as its key is found by verify, for no key leads there", async () => {
    const basePath = await made();
    write(basePath, "live", LIVE("key"), BLOB);
    const store = await openStore({ basePath, cacheStrategy: "none" });
    expect(await store.get("k1")).toBe(2);
    const report = await store.verify().catch((error: unknown) => ({ ok: false, error }));
    expect(report.ok).toBe(false);
    expect(report.error).toBeInstanceOf(DataIntegrityError);
  });

  it("F9 in the newest revision is an error that names it, at the opening", async () => {
    const basePath = await made();
    write(
      basePath,
      "revision",
      "UPDATE revision SET entry_count = ? WHERE id = (SELECT max(id) FROM revision)",
      -3,
    );
    const failure = await failureOf(openStore({ basePath }));
    expect(failure).toBeInstanceOf(DataIntegrityError);
    expect(failure.message).toMatch(/a row of 13 has -3 as its entry_count.*strata recover/);
  });
});

it.each([
  [
    "a key that became bytes",
    "UPDATE live SET key = CAST(key AS BLOB) WHERE key = 'k0' AND ? IS NULL",
    "live",
  ],
  ["an until below zero", "UPDATE history SET until = -until WHERE key = 'k0' AND ? IS NULL", "history"],
])("F9 %s hides its row from a read of one key, and verify says so", async (_, sql, table) => {
  const basePath = await made();
  write(basePath, table, sql, null);
  const store = await openStore({ basePath });
  // No look-up of the key leads to the row, so nothing is there to be checked.
  const hidden = table === "live" ? store.read("k0" as Key) : store.read("k0" as Key, past);
  expect((await hidden)?.text).not.toBe(table === "live" ? "1" : '{"n":3}');
  expect(await store.get("k1")).toBe(2);
  const isSound = store.verify().then(
    ({ ok }) => ok,
    (error: unknown) => !(error instanceof DataIntegrityError),
  );
  expect(await isSound).toBe(false);
});
