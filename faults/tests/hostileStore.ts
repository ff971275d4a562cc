import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { deflateRawSync, zstdCompressSync } from "node:zlib";
import Database from "better-sqlite3";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { Key, SnapshotVersion } from "../../shared/model/index.ts";
import { runToEnd } from "../child.ts";
import { copyDirectory, inDirectory } from "../directories.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

const READER = join(import.meta.dirname, "../load/hostileReader.ts");

/** What a reader may use, in bytes and milliseconds. Without limits it was 3.5 GB, or eight minutes. */
const MOST_MEMORY = 500_000_000;
const MOST_TIME = 60_000;

/** Store folders that somebody made to do harm: rules F5 to F9. */
export const hostileStore: FaultTest = { name: "store folders from elsewhere", run };

const OUTSIDE = "of somebody else";
const NAMES = [
  "strata.db",
  "strata.db-wal",
  "strata.db-shm",
  "strata.db-journal",
  "strata.mark",
  "cache/values.db",
  "cache",
];
const SCHEMAS = [
  "CREATE VIEW more AS SELECT 1",
  "CREATE TRIGGER t AFTER INSERT ON live BEGIN DELETE FROM snapshot; END",
  "CREATE INDEX i ON live (since) WHERE since > 3",
  "ALTER TABLE live ADD COLUMN g AS (length(value))",
  "CREATE VIRTUAL TABLE f USING fts5(x)",
];
const TABLES = ["meta", "live", "history", "revision", "touched", "snapshot", "snapshot_tag"];
const WRONG = [
  null,
  -5,
  0,
  1.5,
  2 ** 50,
  8.64e15 + 1,
  9_223_372_036_854_775_807n,
  "",
  '\0no "JSON',
  Buffer.from("wrong"),
];

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const tally = new Tally();
  const random = new Random(seed);
  const trials = quick ? 15 : 100;
  await inDirectory(async (directory) => {
    const made = join(directory, "made");
    await makeStore(made);
    const untouched = join(directory, "untouched");
    copyDirectory(made, untouched);
    const right = readings((await runToEnd([READER, untouched], MOST_TIME)).lines);
    for (let trial = 0; trial < trials; trial += 1) {
      const store = join(directory, "store");
      const outside = join(directory, "outside");
      copyDirectory(made, store);
      writeFileSync(outside, OUTSIDE);
      const what = ATTACKS[trial % ATTACKS.length]?.(store, outside, random) ?? "nothing";
      const { lines, errors } = await runToEnd([READER, store], MOST_TIME);
      const [outcome, memory] = [lines[0] ?? "", Number(lines[1])];
      if (!/^(refused|read)/.test(outcome)) failures.push(`${what}: ${outcome || errors || "no end"}`);
      else if (memory > MOST_MEMORY) failures.push(`${what}: ${memory} bytes`);
      else
        failures.push(
          ...wrongValues(right, readings(lines)).map((call) => `${what}: ${call} gave a wrong value`),
        );
      if (readFileSync(outside, "utf8") !== OUTSIDE) failures.push(`${what}: changed a file outside`);
      tally.add(outcome.split(":")[0] ?? outcome);
    }
  });
  return {
    tried: `${trials} store folders with links, pipes, foreign schemas, bombs, forged caches and wrong rows`,
    survived: `${tally}; nothing outside was changed, no wrong value was given, memory stayed under ${MOST_MEMORY / 1_000_000} MB`,
    failures,
  };
}

type Readings = Readonly<Record<string, unknown>>;

/** The calls whose results a forged row may change in no way that is not noticed. */
const VALUES = /^(?:load|get|entries|first|versions|difference|history \d|recover)$/;

function readings(lines: readonly string[]): Readings {
  return JSON.parse(lines[2] ?? "{}") as Readings;
}

/** Calls that gave something else than with the untouched store: without an error, and without verify saying that it is damaged. */
function wrongValues(right: Readings, found: Readings): string[] {
  if (found["verify"] === false) return [];
  return Object.entries(found)
    .filter(([call, value]) => VALUES.test(call) && value !== null && !isRight(right, call, value))
    .map(([call]) => call);
}

/** A store that refused to be written to is recovered as it was at first. */
function isRight(right: Readings, call: string, value: unknown): boolean {
  return (
    isDeepStrictEqual(value, right[call]) || (call === "recover" && isDeepStrictEqual(value, right["load"]))
  );
}

async function makeStore(basePath: string): Promise<void> {
  const store = await createEnhancedPersistence({
    basePath,
    deltaStrategy: "compress",
    cacheStrategy: "persistent",
  });
  for (let n = 0; n < 40; n += 1) await store.set(`k${n % 5}`, { n, text: `${n}`.repeat(3000) });
  await store.snapshot({ version: "v1700000000000-0000000a" as SnapshotVersion, tags: ["first"] });
  await store.save({ ...(await store.load()), more: 1, again: 2 });
  await store.createSnapshot("second");
  await store.pack();
  // What is read fills the cache.
  await store.load();
  for (let n = 0; n < 5; n += 1) await store.history(`k${n}` as Key, { limit: 50 });
  await store.close();
}

type Attack = (store: string, outside: string, random: Random) => string;

const links: Attack = (store, outside, random) => {
  const path = join(store, random.pick(NAMES));
  mkdirSync(join(store, "cache"), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  const kind = random.pick(["symbolic link", "hard link", "pipe"] as const);
  if (kind === "pipe") execFileSync("mkfifo", [path]);
  else (kind === "hard link" ? linkSync : symlinkSync)(outside, path);
  return `a ${kind} at ${path}`;
};

const schema: Attack = (store, _, random) => change(store, random.pick(SCHEMAS));

const bombs: Attack = (store, _, random) => {
  const zeros = Buffer.alloc(300_000_000);
  const bomb = random.pick([
    [1, deflateRawSync(zeros)],
    [2, zstdCompressSync(zeros)],
    [3, deflateRawSync(zeros)],
    [4, zstdCompressSync(zeros)],
    [5, '{"_t":"a","199999999":[0,1]}'],
  ] as const);
  return change(store, "UPDATE history SET encoding = ?, value = ?", ...bomb);
};

/** Forged entries of the cache: other values under the right names, with or without the digest of what is there now. */
const cache: Attack = (store, _, random) => {
  const forged = JSON.stringify({ forged: random.below(1000) });
  const sql = random.pick([
    "UPDATE entry SET value = ?",
    "UPDATE entry SET value = ?, bytes = length(value)",
    "UPDATE entry SET value = ?, digest = digest + 1",
    "UPDATE entry SET value = coalesce((SELECT value FROM entry AS e WHERE e.name > entry.name), ?)",
    "UPDATE entry SET digest = 0, bytes = -1, value = ?",
  ]);
  const database = new Database(join(store, "cache", "values.db"));
  const { changes } = database.prepare(sql).run(forged);
  database.close();
  if (changes === 0) throw new Error("The cache holds nothing to be forged");
  return `the cache: ${sql}`;
};

const rows: Attack = (store, _, random) => {
  const table = random.pick(TABLES);
  const database = new Database(join(store, "strata.db"), { readonly: true });
  const columns = database
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?)")
    .pluck()
    .all(table);
  const sql = database
    .prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE name = ?")
    .pluck()
    .get(table);
  database.close();
  const column = random.pick(columns);
  const value = random.pick(WRONG);
  // Without types and constraints anything can be written; then the schema is put back.
  const loose = String(sql)
    .replace(/ NOT NULL/g, "")
    .replace(/ (?:INTEGER|TEXT|BLOB)(?! PRIMARY)/g, "");
  reword(store, table, loose);
  const what = change(store, `UPDATE OR IGNORE ${table} SET ${column} = ?`, value);
  reword(store, table, String(sql));
  return `${what} (${String(value)})`;
};

const ATTACKS = [links, schema, bombs, cache, rows];

function change(store: string, sql: string, ...values: unknown[]): string {
  const database = new Database(join(store, "strata.db"));
  try {
    database.prepare(sql).run(...values);
  } catch {
    // A column that takes no such value is as good as it was.
  } finally {
    database.close();
  }
  return sql;
}

function reword(store: string, table: string, sql: string): void {
  const database = new Database(join(store, "strata.db"));
  database.unsafeMode(true);
  database.exec("PRAGMA writable_schema = ON");
  database.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = ?").run(sql, table);
  database.close();
}
