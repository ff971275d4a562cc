import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";
import { appendFile, chmod, mkdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { JsonText, Key, SnapshotVersion } from "../../../../../shared/model/index.ts";
import {
  DataIntegrityError,
  NewerFormatError,
  NotAStoreError,
  ReadOnlyError,
  StorageError,
} from "../../../errors.ts";
import type { EnhancedPersistence } from "../../../persistence.ts";
import { failureOf, freshDirectory, openStore, openWithCore } from "../../../stores.fixture.ts";
import { toPersistenceError } from "../storage/failure.ts";

/** Changes a closed store with SQL. */
function tamper(directory: string, sql: string): void {
  const database = new Database(join(directory, "strata.db"));
  database.exec(sql);
  database.close();
}

/** A closed store with a present value, a superseded one and a packed one. */
async function damagedBy(sql: string): Promise<string> {
  const store = await openStore({ deltaStrategy: "auto" });
  const long = (n: number) => ({ n, text: "some words that are the same ".repeat(20) });
  for (let i = 0; i < 3; i += 1) await store.set("packed", long(i));
  await store.set("old", 1);
  await store.createSnapshot("s");
  await store.set("old", 2);
  await store.set("present", { a: 1 });
  await store.pack();
  await store.close();
  tamper(store.path as string, sql);
  return store.path as string;
}

/** The present files of a store, as a kill would leave them. */
async function copyOf(directory: string): Promise<string> {
  const copy = await freshDirectory();
  for (const name of ["strata.db", "strata.db-wal", "strata.mark"]) {
    await writeFile(join(copy, name), await readFile(join(directory, name)));
  }
  return copy;
}

/** The same, with one byte of the log changed, by default in the middle. */
async function damagedLogOf(directory: string, at?: number): Promise<string> {
  const copy = await copyOf(directory);
  const log = join(copy, "strata.db-wal");
  const bytes = await readFile(log);
  const place = at ?? Math.floor(bytes.length / 2);
  bytes.writeUInt8((bytes[place] as number) ^ 0xff, place);
  await writeFile(log, bytes);
  return copy;
}

/** A page in the log, with its header. */
const FRAME = 24 + 4096;

/** The end of the pages in a log, where the preallocation begins. */
async function endOf(log: string): Promise<number> {
  const bytes = await readFile(log);
  let end = Math.min(32, bytes.length);
  while (end + FRAME <= bytes.length && bytes.readBigUInt64LE(end + 8) !== 0n) end += FRAME;
  return end;
}

/** From now on, writes of this process to an open file go to a device that is always full. */
function putFullDeviceInPlaceOf(path: string): void {
  const open = readdirSync("/proc/self/fd").find((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  });
  closeSync(Number(open));
  // The system reuses the lowest free number.
  const full = openSync("/dev/full", "r+");
  if (full !== Number(open)) throw new Error(`Expected the number ${open}, found ${full}`);
}

describe("integrity", () => {
  it("I1 the checksum of a snapshot follows from its entries alone, and restoring gives it again", async () => {
    const [one, two] = [await openStore(), await openStore()];
    await one.save({ a: 1, b: { x: [1, 2] } });
    await two.set("b", { x: [1, 2] });
    await two.set("a", 5);
    await two.set("c", 1);
    await two.delete("c");
    await two.set("a", 1);
    const [first, second] = [await one.snapshot(), await two.snapshot()];
    expect(first.checksum).toBe(second.checksum);
    expect(first.checksum).not.toBe((await (await openStore()).snapshot()).checksum);
    await one.clear();
    expect((await one.snapshot()).checksum).toBe("0".repeat(64));
    await one.restore({ kind: "snapshot", version: first.version });
    expect((await one.snapshot()).checksum).toBe(first.checksum);
    expect(await one.verify(first.version)).toMatchObject({ ok: true, checkedValues: 2, error: null });
  });

  it.each([
    [
      "a present value",
      `UPDATE live SET value = '{"a":2}' WHERE key = 'present'`,
      "present",
      ["the present"],
    ],
    [
      "a superseded value",
      "UPDATE history SET value = '7' WHERE key = 'old'",
      "old",
      [expect.stringMatching(/^v/)],
    ],
    [
      "a packed value",
      "UPDATE history SET value = zeroblob(length(value)) WHERE key = 'packed' AND encoding > 0 AND until = 3",
      "packed",
      [],
    ],
  ])("I1, I5 verify names the key of %s that is not what was written", async (_, sql, key, states) => {
    const store = await openStore({ basePath: await damagedBy(sql) });
    const report = await store.verify();
    expect(report.ok).toBe(false);
    expect(report.damaged.map((damage) => damage.key)).toContain(key);
    expect(report.error).toBeInstanceOf(DataIntegrityError);
    expect(report.error?.damaged).toContain(key);
    expect(report.error?.message).toContain(key);
    expect(report.states).toEqual(expect.arrayContaining(states));
  });

  it("I1 verify notices entries that are missing or too many, by the checksum of the state", async () => {
    for (const sql of [
      "DELETE FROM live WHERE key = 'present'",
      "DELETE FROM history WHERE key = 'old'",
      "UPDATE live SET key = 'renamed' WHERE key = 'present'",
    ]) {
      const store = await openStore({ basePath: await damagedBy(sql) });
      const report = await store.verify();
      expect([sql, report.ok]).toEqual([sql, false]);
      expect(report.states.length).toBeGreaterThan(0);
      await store.close();
    }
  });

  it("I5 a damaged row of a snapshot or a revision is said in our words, whatever it holds", async () => {
    for (const column of ["checksum", "tags", "user_info", "created_at", "entry_count", "revision"]) {
      for (const value of ["7", "'text'", "zeroblob(3)"]) {
        const sql = `UPDATE snapshot SET ${column} = ${value}`;
        const store = await openStore({ basePath: await damagedBy(sql) });
        for (const read of [() => store.listSnapshots(), () => store.status()]) {
          const found = await read().catch((error: unknown) => error);
          if (found instanceof Error) expect([sql, found]).toEqual([sql, expect.any(DataIntegrityError)]);
        }
        const report = await store.verify();
        if (column === "checksum") expect([sql, report.ok, report.states.length]).toEqual([sql, false, 1]);
        await store.close();
      }
    }
    const basePath = await damagedBy("UPDATE revision SET checksum = 7");
    await expect(openStore({ basePath })).rejects.toThrow(DataIntegrityError);
  });

  it("I5 damaged notes about the store are said in our words, or made again", async () => {
    for (const note of ["{", "null", "7", `'{"upTo":1}'`]) {
      const value = note === "{" ? "'{'" : note;
      const packed = await openStore({
        basePath: await damagedBy(`UPDATE meta SET value = ${value} WHERE name = 'packed'`),
      });
      await packed.set("old", 3);
      expect([note, await packed.pack()]).toEqual([
        note,
        expect.objectContaining({ values: expect.any(Number) }),
      ]);
      expect([note, (await packed.verify()).error]).toEqual([note, null]);
      await packed.close();
    }
    const basePath = await damagedBy("INSERT INTO meta VALUES ('lost', '{')");
    await expect(openStore({ basePath })).rejects.toThrow(DataIntegrityError);
  });

  it("I5 a failure when the store is idle ends no process: it is reported", async () => {
    const { store, core } = await openWithCore();
    const problems: Error[] = [];
    store.onProblem((problem) => problems.push(problem));
    core.onIdle(() => {
      throw new Database.SqliteError("database disk image is malformed", "SQLITE_CORRUPT");
    });
    await store.set("a", 1);
    await expect.poll(() => problems.length).toBe(1);
    expect(problems[0]).toBeInstanceOf(DataIntegrityError);
  });

  it("I5 a damaged superseded value is never given out", async () => {
    const store = await openStore({
      basePath: await damagedBy("UPDATE history SET value = '7' WHERE key = 'old'"),
    });
    const [snapshot] = await store.listSnapshots();
    const version = snapshot?.version as string;
    for (const call of [
      () => store.getSnapshotData(version),
      () => store.restoreSnapshot(version),
      () => store.history("old" as Key, { limit: 5 }),
      () => store.difference({ kind: "snapshot", version: version as never }, { kind: "now" }),
    ]) {
      const failure = await failureOf(call());
      expect(failure).toBeInstanceOf(DataIntegrityError);
      expect(failure).toMatchObject({ code: "DATA_INTEGRITY", key: "old" });
    }
    expect(await store.get("old")).toBe(2);
  });

  it("I5 a damaged present value may be overwritten, and the checksums are right again afterwards", async () => {
    const store = await openStore({
      basePath: await damagedBy(`UPDATE live SET value = '{"a":2}' WHERE key = 'present'`),
    });
    await store.set("present", { a: 3 });
    const { version } = await store.snapshot();
    expect(await store.verify(version)).toMatchObject({ ok: true });
  });

  it("I5 commits that a damaged log lost are noticed at the next open, and their numbers not used again", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    const directory = store.path as string;
    for (let i = 0; i < 50; i += 1) await store.set(`k${i}`, i);
    const copy = await damagedLogOf(directory);
    const opened = await openStore({ basePath: copy });
    const { revision } = await opened.status();
    expect(revision).toBeLessThan(50);
    expect(opened.lostCommits).toMatchObject({
      revisions: { from: revision + 1, to: 50 },
      snapshotChanges: null,
    });
    expect(await opened.verify()).toMatchObject({ ok: false, lost: { revisions: { to: 50 } } });
    await opened.set("new", 1);
    expect((await opened.status()).revision).toBe(51);
    await opened.close();
    const again = await openStore({ basePath: copy });
    expect(again.lostCommits).toMatchObject({ revisions: { to: 50 } });
    expect(await again.get("new")).toBe(1);
  });

  it("I5 a flipped byte anywhere in the log: what is lost from there on is reported, what was before it is there", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    const directory = store.path as string;
    const log = join(directory, "strata.db-wal");
    // After each revision and each snapshot: the length of the log, and the expected content.
    const stages = [{ end: await endOf(log), revision: 0, snapshots: 0 }];
    for (let i = 1; i <= 4; i += 1) {
      await store.set(`k${i}`, "x".repeat(3000));
      stages.push({ end: await endOf(log), revision: i, snapshots: i - 1 });
      await store.createSnapshot("s");
      stages.push({ end: await endOf(log), revision: i, snapshots: i });
    }
    // Before the store becomes idle and checkpoints its log.
    const copy = await copyOf(directory);
    const length = await endOf(join(copy, "strata.db-wal"));
    const frames = Array.from({ length: (length - 32) / FRAME }, (_, i) => 32 + i * FRAME);
    // Each byte of the log's header; in each frame one byte of its header, in turn, and one of its page.
    const places = [
      ...Array(32).keys(),
      ...frames.flatMap((at, i) => [at + (i % 24), at + 24 + ((i * 97) % 4096)]),
    ];
    for (const place of places) {
      const opened = await openStore({ basePath: await damagedLogOf(copy, place) });
      const left = stages.findLast(({ end }) => end <= place) ?? { revision: 0, snapshots: 0 };
      const { revision, snapshotCount } = await opened.status();
      expect([place, revision, snapshotCount]).toEqual([place, left.revision, left.snapshots]);
      const numbers = (from: number) => (from > 4 ? null : { from, to: 4 });
      const lost = { revisions: numbers(left.revision + 1), snapshotChanges: numbers(left.snapshots + 1) };
      expect([place, opened.lostCommits]).toEqual([place, expect.objectContaining(lost)]);
      const report = await opened.verify();
      expect([place, report]).toMatchObject([place, { ok: false, damaged: [], states: [], lost }]);
      expect(report.contradictions).toEqual([]);
      await opened.close();
    }
    expect(places.length).toBeGreaterThan(60);
  });

  it.each([
    ["the making of a snapshot", (store) => store.createSnapshot("lost")],
    ["its tags", (store, version) => store.updateSnapshot(version, { tags: ["lost"] })],
    ["its pin", (store, version) => store.updateSnapshot(version, { pinned: true })],
    ["its deletion", (store, version) => store.deleteSnapshots([version])],
  ] satisfies [string, (store: EnhancedPersistence, version: SnapshotVersion) => Promise<unknown>][])(
    "I5 %s, lost with a damaged log that held nothing else, is noticed at the next open and reported",
    async (_, act) => {
      const { store, core } = await openWithCore();
      await store.set("a", 1);
      const version = await store.createSnapshot("kept");
      core.own.database.pragma("wal_checkpoint(TRUNCATE)");
      await act(store, version);
      const copy = await damagedLogOf(store.path as string, 40);
      const opened = await openStore({ basePath: copy });
      expect((await opened.listSnapshots()).map(({ tags, pinned }) => [tags, pinned])).toEqual([
        [["kept"], false],
      ]);
      expect(opened.lostCommits).toMatchObject({ revisions: null, snapshotChanges: { from: 2, to: 2 } });
      const report = await opened.verify();
      expect(report).toMatchObject({ ok: false, damaged: [], states: [] });
      expect(report.error?.message).toContain("1 change of snapshots, which were lost");
      await opened.createSnapshot("after");
      await opened.close();
      const again = await openStore({ basePath: copy });
      expect(again.lostCommits).toEqual(opened.lostCommits);
    },
  );

  it("I5 says nothing of losses where there are none: after every kind of change of snapshots, and a kill", async () => {
    const { store, core } = await openWithCore({ maxSnapshots: 2 });
    const acts: (() => Promise<unknown>)[] = [
      () => store.createSnapshot("one"),
      () => store.createSnapshot("two"),
      () => store.createSnapshot("pushes one out"),
      async () => store.updateSnapshot((await store.snapshot()).version, { tags: ["other"] }),
      async () => store.deleteSnapshots((await store.listSnapshots()).map(({ version }) => version)),
      () => store.createSnapshot("first again"),
      async () => core.own.database.pragma("wal_checkpoint(TRUNCATE)"),
      () => store.prune({ keepRevisions: 0, dryRun: false }),
    ];
    for (const act of acts) {
      await act();
      const opened = await openStore({ basePath: await copyOf(store.path as string) });
      expect(opened.lostCommits).toBeNull();
      expect(await opened.verify()).toMatchObject({ ok: true });
      await opened.close();
    }
  });

  // Only Linux has a device that is always full.
  it.runIf(process.platform === "linux")(
    "I3 a mark that cannot be written fails no commit, and is reported",
    async () => {
      for (const durability of ["full", "normal"] as const) {
        const directory = await freshDirectory();
        const store = await openStore({ basePath: directory, durability });
        putFullDeviceInPlaceOf(join(directory, "strata.mark"));
        const problems: Error[] = [];
        store.onProblem((problem) => problems.push(problem));
        await Promise.all([store.set("a", 1), store.createSnapshot("once"), store.set("b", 2)]);
        await expect.poll(() => problems.length).toBe(1);
        expect(problems[0]).toBeInstanceOf(StorageError);
        expect(await store.listSnapshots()).toHaveLength(1);
        await store.close();
        const again = await openStore({ basePath: directory });
        expect(await again.load()).toEqual({ a: 1, b: 2 });
      }
    },
  );

  it("I5 when the store is idle, nothing is left in the log that damage could take", async () => {
    const store = await openStore();
    for (let i = 0; i < 20; i += 1) await store.set(`k${i}`, i);
    await expect.poll(async () => (await stat(join(store.path as string, "strata.db-wal"))).size).toBe(0);
  });

  it("I2 what is not a store is recognised, and not touched", async () => {
    const cases: [string, (directory: string) => Promise<void>, new (...args: never[]) => Error, RegExp][] = [
      [
        "a folder of something else",
        (d) => writeFile(join(d, "notes.txt"), "x"),
        NotAStoreError,
        /notes\.txt/,
      ],
      ["no database", (d) => writeFile(join(d, "strata.db"), "hello"), NotAStoreError, /strata\.db/],
      ["an empty file", (d) => writeFile(join(d, "strata.db"), ""), NotAStoreError, /strata\.db/],
      [
        "somebody else's database",
        async (d) => void new Database(join(d, "strata.db")).exec("CREATE TABLE t (x)").close(),
        NotAStoreError,
        /strata\.db/,
      ],
    ];
    for (const [name, make, type, message] of cases) {
      const directory = await freshDirectory();
      await make(directory);
      const file = join(directory, name.startsWith("a folder") ? "notes.txt" : "strata.db");
      const before = await readFile(file);
      const failure = await failureOf(openStore({ basePath: directory }));
      expect([name, failure]).toEqual([name, expect.any(type)]);
      expect(failure.message).toMatch(message);
      expect(await readFile(file)).toEqual(before);
    }
    const file = join(await freshDirectory(), "file");
    await writeFile(file, "x");
    expect(await failureOf(openStore({ basePath: file }))).toMatchObject({ code: "NOT_A_STORE" });
  });

  it("I2 a store of a newer format says so", async () => {
    const store = await openStore();
    await store.close();
    tamper(store.path as string, "PRAGMA user_version = 99");
    const failure = await failureOf(openStore({ basePath: store.path as string }));
    expect(failure).toBeInstanceOf(NewerFormatError);
    expect(failure.message).toMatch(/format 99.*Update Strata/);
  });

  it("I2 a store that is cut short or overwritten is called damaged, and left as it is", async () => {
    for (const damage of [
      (file: string) => truncate(file, 5000),
      async (file: string) => {
        const bytes = await readFile(file);
        bytes.fill(0xaa, 4096, 40_000);
        await writeFile(file, bytes);
      },
    ]) {
      const store = await openStore();
      await store.save(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, `value ${i}`])));
      await store.close();
      const file = join(store.path as string, "strata.db");
      await damage(file);
      const before = await readFile(file);
      const failure = await failureOf(
        openStore({ basePath: store.path as string }).then((opened) => opened.load()),
      );
      expect(failure).toBeInstanceOf(DataIntegrityError);
      expect(failure.message).toMatch(/damaged/);
      expect((await readFile(file)).equals(before)).toBe(true);
    }
  });

  it("I2 what may not be written to is called read-only", async () => {
    const store = await openStore();
    await store.set("a", 1);
    await store.close();
    const directory = store.path as string;
    const database = new Database(join(directory, "strata.db"), { readonly: true });
    let refused: unknown;
    try {
      database.exec("DELETE FROM live");
    } catch (error) {
      refused = toPersistenceError(error, directory);
    }
    database.close();
    expect(refused).toBeInstanceOf(ReadOnlyError);
    expect(refused).toMatchObject({ code: "READ_ONLY", path: directory });
    // File permissions do not apply to the superuser.
    if (process.getuid?.() === 0) return;
    await chmod(join(directory, "strata.db"), 0o444);
    expect(await failureOf(openStore({ basePath: directory, readOnly: false }))).toBeInstanceOf(
      ReadOnlyError,
    );
    await chmod(join(directory, "strata.db"), 0o644);
  });

  it("I3 a full disk fails the call and nothing else, and writing works again when there is room", async () => {
    const { store, core } = await openWithCore();
    await store.save({ a: 1, b: 2 });
    const { database } = core.own;
    const pages = database.pragma("page_count", { simple: true }) as number;
    database.pragma(`max_page_count = ${pages + 2}`);
    const big = "x".repeat(200_000);
    const [refused, kept] = await Promise.allSettled([store.set("big", big), store.set("a", 10)]);
    expect(refused).toMatchObject({ status: "rejected", reason: expect.any(StorageError) });
    expect((refused as PromiseRejectedResult).reason.message).toMatch(/full.*make room/);
    expect(kept.status).toBe("fulfilled");
    async function* source() {
      for (let i = 0; i < 5000; i += 1) yield { key: `k${i}` as Key, text: `"${big}"` as JsonText };
    }
    expect(await failureOf(store.replace(source(), { operation: "import" }))).toMatchObject({
      code: "STORAGE",
    });
    expect(await store.load()).toEqual({ a: 10, b: 2 });
    database.pragma("max_page_count = 1073741823");
    await store.set("big", big);
    expect(await store.get("big")).toBe(big);
    expect((await store.verify()).ok).toBe(true);
  });

  it("I4 errors have stable codes, name what they are about, and keep their cause", async () => {
    const { PersistenceError } = await import("../../../errors.ts");
    const { store, core } = await openWithCore();
    core.write.updateLive.run = core.write.insertLive.run = () => {
      throw new Database.SqliteError("disk I/O error", "SQLITE_IOERR_WRITE");
    };
    const failure = await failureOf(store.set("k", 1));
    expect(failure).toBeInstanceOf(PersistenceError);
    expect(failure).toMatchObject({ code: "STORAGE", name: "StorageError", path: store.path });
    expect(failure.cause).toBeInstanceOf(Database.SqliteError);
    expect((await store.getMetrics()).errorCount).toBe(1);
  });

  it("I2 a half-made store is never seen: what a crash leaves beside it does no harm", async () => {
    const directory = await freshDirectory();
    await mkdir(join(directory, "cache"));
    await appendFile(join(directory, "strata.db.new-0"), "half");
    const store = await openStore({ basePath: directory });
    await store.set("a", 1);
    expect(await store.get("a")).toBe(1);
  });
});
