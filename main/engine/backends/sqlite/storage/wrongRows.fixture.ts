import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Key, Revision, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { createEnhancedPersistence } from "../../../createEnhancedPersistence.ts";
import { PersistenceError } from "../../../errors.ts";
import type { EnhancedPersistence } from "../../../persistence.ts";
import { recoverStore } from "../recover/index.ts";

/** Values that are invalid in any column; text fits some. */
export const WRONG: readonly (null | number | bigint | string | Buffer)[] = [
  null,
  -5,
  2 ** 50,
  2n ** 63n - 1n,
  "wrong",
  Buffer.from("wrong"),
];

export const SNAPSHOT = "v1700000000000-0000000a" as SnapshotVersion;

/** A closed store that has rows in every table. */
export async function makeStore(basePath: string): Promise<void> {
  const store = await createEnhancedPersistence({ basePath, deltaStrategy: "compress" });
  for (let n = 0; n < 9; n += 1) await store.set(`k${n % 3}`, { n, text: "long ".repeat(30) });
  await store.snapshot({
    version: SNAPSHOT,
    tags: ["first"],
    userInfo: { a: 1 },
    createdAt: "2024-01-01T00:00:00Z",
  });
  await store.delete("k2");
  await store.save({ k0: 1, k1: 2, z: 4 });
  await store.createSnapshot("second");
  await store.createSnapshot("gone");
  await store.pack();
  const [gone] = await store.listSnapshots();
  if (gone !== undefined) await store.deleteSnapshots([gone.version]);
  await store.close();
  // Rows that a close would move are present in a store that was not closed.
  const database = new Database(join(basePath, "strata.db"));
  const { id, entry_count, size_bytes, checksum } = database
    .prepare<[], { id: number; entry_count: number; size_bytes: number; checksum: Buffer }>(
      "SELECT id, entry_count, size_bytes, checksum FROM revision ORDER BY id DESC LIMIT 1",
    )
    .get() as { id: number; entry_count: number; size_bytes: number; checksum: Buffer };
  const one = database
    .prepare<[], [number, number, string]>("SELECT since, digest, value FROM live WHERE key = 'z'")
    .raw()
    .get();
  database
    .prepare("INSERT INTO pending VALUES (?, ?, 0, 'z', NULL, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, 1, 'why', 1)")
    .run(id + 1, Date.now(), entry_count, size_bytes, checksum, id + 1, ...(one ?? []));
  database.prepare("UPDATE live SET since = ? WHERE key = 'z'").run(id + 1);
  database
    .prepare(
      "INSERT INTO recent (key, until, since, digest, value) SELECT key, ?, since, digest, value FROM live WHERE key = 'k0'",
    )
    .run(id + 1);
  database.prepare("UPDATE live SET since = ? WHERE key = 'k0'").run(id + 1);
  database.exec("INSERT OR IGNORE INTO meta VALUES ('snapshot_changes', 3), ('noted_at', 1)");
  database
    .prepare("INSERT OR REPLACE INTO meta VALUES ('lost', ?), ('lost_earlier', '[]')")
    .run(JSON.stringify({ revisions: null, snapshotChanges: null, noticedAt: "2024-01-01T00:00:00.000Z" }));
  database.close();
}

/** Each column of each table, and each record in `meta`. */
export function places(
  basePath: string,
): { readonly table: string; readonly column: string; readonly where: string }[] {
  const database = new Database(join(basePath, "strata.db"), { readonly: true });
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  const columns = database.prepare<[string], string>("SELECT name FROM pragma_table_info(?)").pluck();
  const found = tables
    .filter((table) => table !== "meta")
    .flatMap((table) => columns.all(table).map((column) => ({ table, column, where: "" })));
  const notes = database.prepare<[], string>("SELECT name FROM meta").pluck().all();
  database.close();
  return [
    ...found,
    { table: "meta", column: "name", where: "" },
    ...notes.map((name) => ({ table: "meta", column: "value", where: ` WHERE name = '${name}'` })),
  ];
}

/** Without types and constraints anything can be written; then the schema is restored. */
export function spoil(basePath: string, table: string, sql: string, value: unknown): boolean {
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
  const database = new Database(file);
  try {
    return database.prepare(sql).run(value).changes > 0;
  } catch {
    // An integer primary key accepts nothing else.
    return false;
  } finally {
    database.close();
    reword(own);
  }
}

type Call = (store: EnhancedPersistence, directory: string) => Promise<unknown>;

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const past = { kind: "revision", revision: 5 as Revision } as const;
const snapshot = { kind: "snapshot", version: SNAPSHOT } as const;

/** Calls that change nothing, in this order, on one store. */
export const READS: Readonly<Record<string, Call>> = {
  status: (store) => store.status(),
  get: (store) => store.get("k0"),
  load: (store) => store.load(),
  read: (store) => store.read("k0" as Key, past),
  "read deleted": (store) => store.read("k2" as Key, past),
  entries: (store) => store.entries(past, {}, 50),
  "entries now": (store) => store.entries({ kind: "now" }, {}, 50),
  summaries: (store) => store.summaries(past, {}, 50),
  keys: (store) => store.keys(past, {}, 50),
  keysContaining: (store) => store.keysContaining(past, "k", undefined, 50),
  count: (store) => store.count(past),
  scan: (store) => all(store.scan(snapshot)),
  difference: (store) => store.difference(past, { kind: "now" }),
  totals: (store) => store.totals(past, { kind: "now" }),
  revisions: (store) => store.revisions({ limit: 50 }),
  history: (store) => store.history("k0" as Key, { limit: 50 }),
  activity: (store) => store.activity(5),
  versions: (store) => all(store.versions()),
  listSnapshots: (store) => store.listSnapshots(),
  findSnapshot: (store) => store.findSnapshot(SNAPSHOT),
  snapshotByTag: (store) => store.snapshotByTag("first", true),
  deletedSnapshots: (store) => store.deletedSnapshots(),
  tags: (store) => store.tags(),
  getSnapshotData: (store) => store.getSnapshotData(SNAPSHOT),
  compareSnapshots: async (store) => {
    const [newest] = await store.listSnapshots();
    return newest && store.compareSnapshots(SNAPSHOT, newest.version);
  },
  "dry prune": (store) => store.prune({ keepRevisions: 2, dryRun: true }),
};

/** Calls that change the store, each on a separate store. The state afterwards is compared. */
export const WRITES: Readonly<Record<string, Call>> = {
  set: (store) => store.set("k0", 5).then(() => store.load()),
  save: (store) => store.save({ k1: 1, n: 2 }).then(() => store.load()),
  restore: (store) => store.restoreSnapshot(SNAPSHOT),
  undo: (store) => store.undo().then(() => store.load()),
  "undo and redo": (store) =>
    store
      .undo()
      .then(() => store.redo())
      .then(() => store.load()),
  createSnapshot: (store) => store.createSnapshot("first").then(() => store.snapshotByTag("first", false)),
  undelete: async (store) => {
    const deleted = await store.deletedSnapshots();
    await store.undeleteSnapshots(deleted.map(({ version }) => version));
    return store.listSnapshots();
  },
  deleteSnapshots: (store) => store.deleteSnapshots([SNAPSHOT]).then(() => store.listSnapshots()),
  pack: (store) => store.pack().then(() => store.read("k0" as Key, past)),
  prune: (store) =>
    store.prune({ keepRevisions: 2, dryRun: false }).then(() => store.getSnapshotData(SNAPSHOT)),
  clear: (store) => store.clear().then(() => store.load()),
};

export interface Outcome {
  readonly call: string;
  /** As JSON; null if it failed. */
  readonly value: string | null;
  readonly error: unknown;
}

/** The results of each call on copies of a store. */
export async function outcomes(basePath: string, copy: string): Promise<Outcome[]> {
  const found: Outcome[] = [];
  const take = async (call: string, give: () => Promise<unknown>) => {
    try {
      const value = JSON.stringify((await give()) ?? null);
      found.push({ call, value, error: undefined });
    } catch (error) {
      found.push({ call, value: null, error });
    }
  };
  const fresh = () => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(basePath, copy, { recursive: true });
  };
  fresh();
  let store: EnhancedPersistence | undefined;
  await take("open", async () => {
    store = await createEnhancedPersistence({ basePath: copy, cacheStrategy: "none" });
  });
  if (store !== undefined) {
    const opened = store;
    for (const [name, call] of Object.entries(READS)) await take(name, () => call(opened, copy));
    await take("verify", async () => (await opened.verify()).ok);
    await opened.close();
    for (const [name, call] of Object.entries(WRITES)) {
      fresh();
      await take(name, async () => {
        const own = await createEnhancedPersistence({ basePath: copy, cacheStrategy: "none" });
        try {
          return await call(own, copy);
        } finally {
          await own.close();
        }
      });
    }
  }
  fresh();
  const to = `${copy}-recovered`;
  rmSync(to, { recursive: true, force: true });
  await take("recover", async () => (await recoverStore(copy, to)).present.entries);
  return found;
}

export function isTyped(error: unknown): boolean {
  return error instanceof PersistenceError;
}
