import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../checksum.ts";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  type EnhancedPersistenceOptions,
} from "../index.ts";

let directory: string;
const open: EnhancedPersistence[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "strata-cached-store-"));
});

afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  rmSync(directory, { recursive: true, force: true });
});

async function opened(options: EnhancedPersistenceOptions): Promise<EnhancedPersistence> {
  const store = await createEnhancedPersistence({ basePath: join(directory, "store"), ...options });
  open.push(store);
  return store;
}

const STRATEGIES = ["none", "memory", "persistent", "tiered"] as const;
const long = (n: number) => ({ n, text: `${n} `.repeat(4000) });

describe.each(STRATEGIES)("a store with the cache strategy %s", (cacheStrategy) => {
  it("C1 V2 gives copies out, and null and -0 as what they are", async () => {
    const store = await opened({ cacheStrategy });
    await store.set("a", { list: [{ deep: 1 }] });
    await store.set("null", null);
    await store.set("zero", -0);
    for (let time = 0; time < 3; time += 1) {
      const value = (await store.get("a")) as { list: { deep: number }[] };
      expect(value).toEqual({ list: [{ deep: 1 }] });
      value.list[0] = { deep: 2 };
      expect(await store.get("null", "default")).toBeNull();
      expect(await store.get("zero")).toBe(-0);
    }
  });

  it("C1 sees every kind of write at once", async () => {
    const store = await opened({ cacheStrategy });
    await store.set("a", 1);
    const { version } = await store.snapshot();
    const steps: readonly (readonly [() => Promise<unknown>, unknown])[] = [
      [() => store.set("a", 2), 2],
      [() => store.delete("a"), undefined],
      [() => store.undo(), 2],
      [() => store.redo(), undefined],
      [() => store.restoreSnapshot(version), 1],
      [() => store.save({ a: 3 }), 3],
      [() => store.clear(), undefined],
      [() => store.write([{ key: "a" as Key, text: "4" as JsonText }], { operation: "set" }), 4],
      [() => store.replace([{ key: "a" as Key, text: "5" as JsonText }], { operation: "import" }), 5],
    ];
    expect(await store.get("a")).toBe(1);
    for (const [write, expected] of steps) {
      await write();
      expect(await store.get("a")).toBe(expected);
      expect(await store.get("a")).toBe(expected);
    }
  });

  it("C1 keeps nothing of a write that fails", async () => {
    const store = await opened({ cacheStrategy });
    await store.set("a", 1);
    await store.get("a");
    async function* failing() {
      yield { key: "a" as Key, text: "2" as JsonText };
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error("The source fails");
    }
    const failed = store.replace(failing(), { operation: "import" });
    const during = new Promise((resolve) => setTimeout(resolve, 5)).then(() => store.get("a"));
    await expect(failed).rejects.toThrow("The source fails");
    expect(await during).toBe(1);
    expect(await store.get("a")).toBe(1);
  });

  it("C1 keeps no value that was read just before it was replaced", async () => {
    const store = await opened({ cacheStrategy });
    await store.set("a", 1);
    const read = store.get("a");
    const written = store.set("a", 2);
    expect(await read).toBe(1);
    await written;
    expect(await store.get("a")).toBe(2);
  });

  it("W6 sees another process's commits on the next call", async () => {
    const [one, two] = [await opened({ cacheStrategy }), await opened({ cacheStrategy })];
    for (let n = 1; n <= 20; n += 1) {
      await one.set("a", n);
      expect(await two.get("a")).toBe(n);
      await two.set("a", -n);
      expect(await one.get("a")).toBe(-n);
      expect(await one.get("b", "absent")).toBe("absent");
    }
    await one.save(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, i])));
    expect(await two.get("k7")).toBe(7);
    await one.clear();
    expect(await two.get("k7", "absent")).toBe("absent");
  });

  it("W6 what is read for the first time, after unseen commits, is forgotten with the next one", async () => {
    const [one, two] = [await opened({ cacheStrategy }), await opened({ cacheStrategy })];
    await one.set("a", 1);
    await one.set("b", 1);
    for (let n = 2; n <= 20; n += 1) {
      expect(await two.get("a")).toBe(n - 1);
      await one.set("a", n);
      expect(await two.get(`new ${n}`, "absent")).toBe("absent");
      await one.set(`new ${n}`, n);
      expect(await two.get(`new ${n}`)).toBe(n);
      await one.set(`new ${n}`, -n);
      await two.set("b", n);
      expect(await two.get(`new ${n}`)).toBe(-n);
      expect(await two.get("a")).toBe(n);
      expect(await one.get("b")).toBe(n);
    }
  });

  it("C1 C2 reads superseded values and comparisons alike, again and after a restart", async () => {
    const options = { cacheStrategy, deltaStrategy: "binary" } as const;
    const store = await opened(options);
    const versions: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      await store.set("a", long(n));
      await store.write([{ key: "exact" as Key, text: `[-0,1.0,1e400,${n}]` as JsonText }], {
        operation: "set",
      });
      versions.push(await store.createSnapshot());
    }
    await store.pack();
    await store.close();
    open.pop();
    for (let start = 0; start < 2; start += 1) {
      const again = await opened(options);
      for (let time = 0; time < 2; time += 1) {
        for (const [n, version] of versions.entries()) {
          expect((await again.getSnapshotData(version))["a"]).toEqual(long(n));
        }
        const { deltaInfo } = await again.compareSnapshots(versions[0] ?? "", versions[4] ?? "");
        expect(deltaInfo.changes["exact"]).toEqual([-0, 1, Number.POSITIVE_INFINITY, 4]);
        expect(deltaInfo.changes["a"]).toEqual(long(4));
      }
      await again.close();
      open.pop();
    }
  });
});

describe("what a store caches", () => {
  it("S1 counts its hits and misses", async () => {
    const store = await opened({ cacheStrategy: "memory" });
    await store.set("a", 1);
    for (let time = 0; time < 4; time += 1) await store.get("a");
    expect(await store.getMetrics()).toMatchObject({
      cacheHits: 3,
      cacheMisses: 1,
      cacheHitRatio: 0.75,
      cache: { strategy: "memory", eviction: "lru", hits: 3, misses: 1, entries: 1, evictions: 0 },
    });
  });

  it("C2 survives a restart, and answers the second time from its file", async () => {
    const options = { cacheStrategy: "persistent", deltaStrategy: "compress" } as const;
    const store = await opened(options);
    await store.set("a", long(1));
    const first = await store.createSnapshot();
    await store.set("a", long(2));
    await store.pack();
    const state = await store.getSnapshotData(first);
    await store.close();
    open.pop();
    const again = await opened(options);
    expect(await again.getSnapshotData(first)).toEqual(state);
    expect((await again.getMetrics()).cacheHits).toBe(1);
  });

  it("C2 a damaged or foreign cache file changes nothing", async () => {
    const options = { cacheStrategy: "tiered", deltaStrategy: "compress" } as const;
    const file = join(directory, "store", "cache", "values.db");
    const store = await opened(options);
    await store.set("a", long(1));
    const first = await store.createSnapshot();
    await store.set("a", long(2));
    const second = await store.createSnapshot();
    await store.pack();
    const expected = await store.compareSnapshots(second, first);
    await store.close();
    open.pop();
    expect(existsSync(file)).toBe(true);
    const sound = readFileSync(file);
    for (const damage of [
      () => writeFileSync(file, "no database"),
      () => writeFileSync(file, sound.subarray(0, 5000)),
      () => writeFileSync(file, Buffer.from(sound).fill(7, 4096, 9000)),
      () => {
        const database = new Database(file);
        database.exec("UPDATE entry SET value = '\"another\"'");
        database.close();
      },
    ]) {
      damage();
      const again = await opened(options);
      expect(await again.compareSnapshots(second, first)).toEqual(expected);
      expect(await again.compareSnapshots(second, first)).toEqual(expected);
      await again.close();
      open.pop();
    }
  });

  it("F8 what somebody else wrote into the cache changes no read, comparison or restore", async () => {
    for (const cacheStrategy of ["persistent", "tiered"] as const) {
      const options = {
        cacheStrategy,
        deltaStrategy: "compress",
        basePath: join(directory, cacheStrategy),
      } as const;
      const file = join(options.basePath, "cache", "values.db");
      const store = await opened(options);
      await store.set("a", long(1));
      const first = await store.createSnapshot();
      await store.set("a", long(2));
      const second = await store.createSnapshot();
      await store.pack();
      const state = await store.getSnapshotData(first);
      const comparison = await store.compareSnapshots(second, first);
      const { checksum: one } = comparison.metadata1;
      const { checksum: two } = comparison.metadata2;
      await store.close();
      open.pop();
      const database = new Database(file);
      const names = database.prepare<[], string>("SELECT name FROM entry").pluck().all();
      expect(names).toHaveLength(1);
      const found = { texts: [["a", '"forged"']], removedKeys: [], addedKeys: [], modifiedKeys: ["a"] };
      names.push(...[one, two].flatMap((from) => [one, two].map((to) => `diff ${from} ${to} compress true`)));
      for (const name of names) {
        const said = name.startsWith("diff") ? JSON.stringify(found) : JSON.stringify("forged".repeat(900));
        const value = JSON.stringify(said);
        database
          .prepare("INSERT OR REPLACE INTO entry VALUES (?, 1, 1, 1, ?, ?, ?, ?)")
          .run(name, Date.now(), value.length, shortDigest(digestOf(name, value)), value);
      }
      database.close();
      const again = await opened(options);
      expect(await again.compareSnapshots(second, first)).toEqual(comparison);
      expect(await again.getSnapshotData(first)).toEqual(state);
      expect((await again.history("a" as never, { limit: 9 })).map(({ text }) => text)).toEqual(
        [long(2), long(1)].map((value) => JSON.stringify(value)),
      );
      expect(await again.restoreSnapshot(first)).toEqual(state);
      await again.close();
      open.pop();
    }
  });

  it("F8 a cache with a trigger, a view or text that is no JSON is thrown away", async () => {
    const options = { cacheStrategy: "persistent", deltaStrategy: "compress" } as const;
    const file = join(directory, "store", "cache", "values.db");
    const store = await opened(options);
    await store.set("a", long(1));
    const first = await store.createSnapshot();
    await store.set("a", long(2));
    await store.pack();
    const state = await store.getSnapshotData(first);
    await store.close();
    open.pop();
    const sound = readFileSync(file);
    for (const sql of [
      "CREATE TRIGGER t AFTER INSERT ON entry BEGIN UPDATE entry SET value = '1'; END",
      "ALTER TABLE entry RENAME TO e; CREATE VIEW entry AS SELECT * FROM e",
      "ALTER TABLE entry ADD COLUMN g AS (length(value))",
      "UPDATE entry SET value = zeroblob(10)",
      "UPDATE entry SET value = 5, at = 'soon'",
    ]) {
      writeFileSync(file, sound);
      const database = new Database(file);
      database.exec(sql);
      database.close();
      const again = await opened(options);
      expect(await again.getSnapshotData(first)).toEqual(state);
      await again.close();
      open.pop();
      const after = new Database(file);
      expect(
        after.prepare("SELECT name FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL").all(),
      ).toEqual([]);
      expect(after.prepare("SELECT count(*) FROM entry").pluck().get()).toBe(1);
      after.close();
    }
  });

  it("I1 verify looks at what is stored, not at what is kept", async () => {
    const options = { cacheStrategy: "tiered", deltaStrategy: "compress" } as const;
    const store = await opened(options);
    await store.set("a", long(1));
    const version = await store.createSnapshot();
    await store.set("a", long(2));
    await store.pack();
    await store.getSnapshotData(version);
    const database = new Database(join(directory, "store", "strata.db"));
    database.exec("UPDATE history SET value = zeroblob(100) WHERE key = 'a'");
    database.close();
    expect((await store.verify()).damaged.map(({ key }) => key)).toEqual(["a"]);
  });

  it("C1 refuses an eviction that there is not", async () => {
    await expect(opened({ cacheEviction: "random" as never })).rejects.toThrow('"cacheEviction"');
  });
});
