import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key, SnapshotVersion } from "../../../../../shared/model/index.ts";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  NotAStoreError,
  StorageError,
} from "../../../index.ts";
import { recoverStore } from "./index.ts";

let directory: string;
let damaged: string;
let target: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "strata-recover-"));
  damaged = join(directory, "damaged");
  target = join(directory, "recovered");
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const document = (i: number, edit: number) => ({
  id: i,
  edit,
  text: `Document ${i} `.repeat(i % 9 === 0 ? 900 : 6),
});

/** A store of 300 documents, 40 of them edited after each of two snapshots, one deleted. */
async function madeStore(): Promise<EnhancedPersistence> {
  const store = await createEnhancedPersistence({ basePath: damaged });
  const data: Record<string, unknown> = {};
  for (let i = 0; i < 300; i += 1) data[`doc/${i}`] = document(i, 0);
  await store.save(data);
  await store.createSnapshot("first", "As it began");
  for (let i = 0; i < 40; i += 1) await store.set(`doc/${i * 3}`, document(i * 3, 1));
  await store.createSnapshot("second");
  await store.delete("doc/7");
  for (let i = 0; i < 40; i += 1) await store.set(`doc/${i * 5}`, document(i * 5, 2));
  await store.pack();
  return store;
}

async function everything(store: EnhancedPersistence) {
  const states: Record<string, unknown> = { present: await store.load() };
  for (const { tags, version } of await store.listSnapshots())
    states[tags.join()] = await store.getSnapshotData(version);
  return states;
}

async function recovered() {
  const report = await recoverStore(damaged, target);
  const store = await createEnhancedPersistence({ basePath: target });
  const states = await everything(store);
  const snapshots = await store.listSnapshots();
  const { ok } = await store.verify();
  await store.close();
  return { report, states, snapshots, ok };
}

describe("recoverStore", () => {
  it("gives back each value as it was written, also where the snapshot before had another notation", async () => {
    const store = await createEnhancedPersistence({ basePath: damaged });
    const write = (text: string) =>
      store.write([{ key: "n" as Key, text: text as JsonText }], { operation: "set" });
    const made: SnapshotVersion[] = [];
    for (const text of ["1", "1.0", "1e0"]) {
      await write("2");
      await write(text);
      made.push((await store.snapshot()).version);
    }
    await store.close();
    const { present, snapshots } = await recoverStore(damaged, target);
    expect([present, ...snapshots].map(({ exact }) => exact)).toEqual([true, true, true, true]);
    const copy = await createEnhancedPersistence({ basePath: target });
    const texts = made.map(
      async (version) => (await copy.read("n" as Key, { kind: "snapshot", version }))?.text,
    );
    expect(await Promise.all(texts)).toEqual(["1", "1.0", "1e0"]);
    await copy.close();
  });

  it("I5 gives back everything of a store that is sound, snapshots and their names included", async () => {
    const store = await madeStore();
    const expected = await everything(store);
    const named = await store.listSnapshots();
    await store.close();
    const { report, states, snapshots, ok } = await recovered();
    expect(states).toEqual(expected);
    expect(ok).toBe(true);
    expect(report).toMatchObject({
      lostRevisions: null,
      lostSnapshotChanges: null,
      present: { entries: 299, exact: true, missing: 0 },
      lostKeys: [],
      lostValues: 0,
    });
    expect(report.snapshots.map(({ exact }) => exact)).toEqual([true, true]);
    expect(
      snapshots.map(({ version, tags, description, createdAt, checksum }) => [
        version,
        tags,
        description,
        createdAt,
        checksum,
      ]),
    ).toEqual(
      named.map(({ version, tags, description, createdAt, checksum }) => [
        version,
        tags,
        description,
        createdAt,
        checksum,
      ]),
    );
  });

  it("I5 recovers what is only in the log", async () => {
    const store = await madeStore();
    const expected = await everything(store);
    const copy = join(directory, "copy");
    cpSync(damaged, copy, { recursive: true });
    await store.close();
    rmSync(damaged, { recursive: true });
    cpSync(copy, damaged, { recursive: true });
    rmSync(join(damaged, "strata.db-shm"), { force: true });
    expect((await recovered()).states).toEqual(expected);
  });

  it("I5 saves the rest when the file's first page is gone", async () => {
    const store = await madeStore();
    const expected = await everything(store);
    await store.close();
    const file = join(damaged, "strata.db");
    writeFileSync(file, readFileSync(file).fill(0, 0, 4096));
    await expect(createEnhancedPersistence({ basePath: damaged })).rejects.toThrow(NotAStoreError);
    const { report, states } = await recovered();
    expect(states).toEqual(expected);
    expect(report.present.exact).toBe(true);
  });

  it("I5 names what is lost, gives out no wrong value, and leaves the damaged store as it is", async () => {
    const store = await madeStore();
    const expected = await everything(store);
    await store.close();
    const file = join(damaged, "strata.db");
    const sound = readFileSync(file);
    let losses = 0;
    for (let page = 1; page < sound.length / 4096; page += 29) {
      const bytes = Buffer.from(sound);
      bytes.fill(0x5a, page * 4096, (page + 1) * 4096);
      writeFileSync(file, bytes);
      rmSync(target, { recursive: true, force: true });
      const { report, states } = await recovered();
      expect(readFileSync(file).equals(bytes)).toBe(true);
      for (const [moment, state] of Object.entries(states)) {
        const right = expected[moment] as Record<string, unknown>;
        for (const [key, value] of Object.entries(state as object)) expect(value).toEqual(right[key]);
      }
      const missing = Object.keys(expected["present"] as object).filter(
        (key) => !(key in (states["present"] as object)),
      );
      if (report.present.exact === true) expect(missing).toEqual([]);
      losses += missing.length;
      for (const key of missing)
        expect(report.present.missing + report.lostKeys.length, key).toBeGreaterThan(0);
    }
    expect(losses).toBeGreaterThan(0);
  });

  it("I5 is not misled by a damaged number of a revision", async () => {
    const original = await madeStore();
    const { revision } = await original.status();
    const { present } = await everything(original);
    await original.close();
    const database = new Database(join(damaged, "strata.db"));
    // The older of two superseded values: if it had been valid longer, it would replace both later ones.
    database.exec("UPDATE history SET until = 21840 WHERE key = 'doc/0' AND since = 1");
    database.exec("UPDATE live SET since = 21850 WHERE key = 'doc/1'");
    database.exec("UPDATE revision SET id = 21860 WHERE id = 50");
    database.close();
    const report = await recoverStore(damaged, target);
    expect(report).toMatchObject({ revision, lostRevisions: null, present: { exact: true, missing: 0 } });
    const recovered = await createEnhancedPersistence({ basePath: target, maxSnapshots: 0 });
    expect(await recovered.load()).toEqual(present);
    expect((await recovered.restoreSnapshotByTag("second"))["doc/0"]).toEqual(document(0, 1));
    expect(await recovered.restoreSnapshotByTag("first")).not.toHaveProperty("doc/0");
    await recovered.close();
  });

  it("I5 saves the rest when long values end too soon", async () => {
    const store = await madeStore();
    const expected = (await store.load()) as Record<string, unknown>;
    await store.close();
    const file = join(damaged, "strata.db");
    const bytes = readFileSync(file);
    const isOfTree = (page: number) => [2, 5, 10, 13].includes(bytes[page * 4096] as number);
    // The part of a row that does not fit in a page is in overflow pages, which begin with the number of the next one.
    for (let page = 1; page < bytes.length / 4096; page += 1)
      if (!isOfTree(page)) bytes.writeUInt32BE(0, page * 4096);
    writeFileSync(file, bytes);
    const { report, states } = await recovered();
    const present = states["present"] as Record<string, unknown>;
    const lost = Object.keys(expected).filter((key) => !(key in present));
    expect(lost.length).toBeGreaterThan(10);
    for (const [key, value] of Object.entries(present)) expect(value).toEqual(expected[key]);
    expect(report.present.exact).toBe(false);
  });

  it("I5 says which revisions and changes of snapshots are lost when the log is gone", async () => {
    const store = await madeStore();
    await store.set("late", "only in the log");
    const { version } = await store.snapshot();
    await store.updateSnapshot(version, { pinned: true });
    const { revision } = await store.status();
    // The mark is written at the next turn of the event loop.
    await new Promise(setImmediate);
    const copy = join(directory, "copy");
    cpSync(damaged, copy, { recursive: true });
    await store.close();
    rmSync(join(copy, "strata.db-wal"));
    const report = await recoverStore(copy, target);
    expect(report.lostRevisions).toMatchObject({ from: report.revision + 1, to: revision });
    expect(report.lostSnapshotChanges).toEqual({ from: report.snapshots.length + 1, to: 4 });
  });

  it("refuses a folder without a store, and one to recover into that holds something", async () => {
    await expect(recoverStore(directory, target)).rejects.toThrow(NotAStoreError);
    await (await madeStore()).close();
    const other = await createEnhancedPersistence({ basePath: target });
    await other.close();
    await expect(recoverStore(damaged, target)).rejects.toThrow("holds a store already");
    copyFileSync(join(damaged, "strata.db"), join(directory, "something.txt"));
    await expect(recoverStore(damaged, directory)).rejects.toThrow(NotAStoreError);
  });

  it("reads a file of more than 2 GiB, which Node does not read at once", async () => {
    const store = await madeStore();
    const right = await everything(store);
    await store.close();
    truncateSync(join(damaged, "strata.db"), 2 ** 31 + 4096);
    const { report, states } = await recovered();
    expect(report.present).toMatchObject({ exact: true });
    expect(states).toEqual(right);
  });

  it("says in words of ours what keeps it from reading", async () => {
    mkdirSync(join(damaged, "strata.db"), { recursive: true });
    await expect(recoverStore(damaged, target)).rejects.toThrow(StorageError);
  });
});
