import { describe, expect, it } from "vitest";
import { InvalidOptionError, StoreClosedError } from "./errors.ts";
import type { StoreConfiguration } from "./persistence.ts";
import { failureOf, openStore, openWithCore } from "./stores.fixture.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const strategyOf = (metrics: { readonly cache: object }) => (metrics.cache as { strategy: string }).strategy;

describe("configure", () => {
  it.each([
    [{ maxSnapshots: -1 }, /"maxSnapshots" option to be a whole number of 0 or more, got -1/],
    [{ cacheStrategy: "big" }, /none, memory, persistent/],
    [{ deltaStrategy: "zip" }, /"zip"/],
    [{ autoSnapshotInterval: 0 }, /seconds/],
    [{ basePath: "/tmp" }, /"basePath" can't be changed/],
    [{ durability: "normal" }, /"durability" can't be changed/],
    [{ cache: "none" }, /no option "cache"/],
  ])("O1 refuses %j in a sentence and changes nothing", async (change, message) => {
    const { store, core } = await openWithCore({ maxSnapshots: 7, cacheStrategy: "memory" });
    const before = core.options;
    const failure = await failureOf(
      store.configure({ enableCompression: false, ...change } as StoreConfiguration),
    );
    expect(failure).toBeInstanceOf(InvalidOptionError);
    expect(failure.message).toMatch(message);
    expect(core.options).toEqual(before);
  });

  it("O1 refuses what is no object", async () => {
    const store = await openStore();
    const failure = await failureOf(store.configure(null as unknown as StoreConfiguration));
    expect(failure).toBeInstanceOf(InvalidOptionError);
    expect(failure.message).toContain("null");
  });

  it("O1 N5 keeps fewer snapshots from the next one on, and all again without a limit", async () => {
    const store = await openStore({ maxSnapshots: 0 });
    for (let n = 1; n <= 4; n += 1) await store.createSnapshot(`s${n}`);
    await store.configure({ maxSnapshots: 2 });
    expect(await store.listSnapshots()).toHaveLength(4);
    await store.createSnapshot("s5");
    const tags = async () => (await store.listSnapshots()).flatMap((snapshot) => snapshot.tags).sort();
    expect(await tags()).toEqual(["s4", "s5"]);
    await store.configure({ maxSnapshots: 0 });
    await store.createSnapshot("s6");
    expect(await tags()).toEqual(["s4", "s5", "s6"]);
  });

  it("O1 N11 starts automatic snapshots, and stops them", async () => {
    const store = await openStore();
    await store.set("k", 1);
    await store.configure({ autoSnapshotInterval: 0.02 });
    await expect.poll(async () => (await store.listSnapshots()).length).toBe(1);
    await store.configure({ autoSnapshotInterval: null });
    await store.set("k", 2);
    await pause(100);
    expect(await store.listSnapshots()).toHaveLength(1);
    await store.configure({ autoSnapshotInterval: 0.02 });
    await expect.poll(async () => (await store.listSnapshots()).length).toBe(2);
  });

  it("O1 N11 another option leaves the interval to run on", async () => {
    const store = await openStore({ autoSnapshotInterval: 0.2 });
    await store.set("k", 1);
    const end = performance.now() + 5000;
    while ((await store.listSnapshots()).length === 0 && performance.now() < end) {
      await store.configure({ maxSnapshots: 5 });
      await pause(10);
    }
    expect(await store.listSnapshots()).toHaveLength(1);
  });

  it("O1 C1 changes the cache between any reads and writes without a difference", async () => {
    const store = await openStore();
    const versions: string[] = [];
    let n = 0;
    for (const cacheStrategy of ["none", "persistent", "memory", "tiered", "none", "tiered"] as const) {
      await store.set("k", { n, text: "x".repeat(9000) });
      expect(await store.get("k")).toMatchObject({ n });
      const writing = store.replace(slowly("k", `{"n":${n + 1}}`), { operation: "import" });
      await store.configure({ cacheStrategy, cacheEviction: n % 2 === 0 ? "lfu" : "lru" });
      expect(strategyOf(await store.getMetrics())).toBe(cacheStrategy);
      await store.get("k");
      await writing;
      expect(await store.get("k")).toEqual({ n: n + 1 });
      versions.push(await store.createSnapshot());
      n += 2;
    }
    await store.pack();
    for (const [i, version] of versions.entries()) {
      expect((await store.getSnapshotData(version))["k"]).toEqual({ n: 2 * i + 1 });
    }
  });

  it("O1 C2 caches from here on what it did not cache before", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    await store.set("k", 1);
    for (let time = 0; time < 3; time += 1) await store.get("k");
    expect((await store.getMetrics()).cacheHits).toBe(0);
    await store.configure({ cacheStrategy: "memory" });
    for (let time = 0; time < 3; time += 1) await store.get("k");
    expect((await store.getMetrics()).cacheHits).toBe(2);
  });

  it("O1 D1 stores superseded values the new way at the next pack, those packed before too", async () => {
    const store = await openStore({ deltaStrategy: "none" });
    for (let n = 0; n < 20; n += 1) await store.set("k", { n, text: "word ".repeat(500) });
    await store.pack();
    const stored = async () => (await store.getMetrics()).delta;
    expect(await stored()).toMatchObject({ strategy: "none", savedBytes: 0 });
    await store.configure({ deltaStrategy: "compress" });
    await store.pack();
    expect((await stored())["compressionRatio"]).toBeGreaterThan(3);
    await store.configure({ enableCompression: false });
    await store.pack();
    expect(await stored()).toMatchObject({ savedBytes: 0 });
    expect((await store.verify()).ok).toBe(true);
  });

  it("is refused by a store that is closed", async () => {
    const store = await openStore();
    await store.close();
    expect(await failureOf(store.configure({ maxSnapshots: 1 }))).toBeInstanceOf(StoreClosedError);
  });
});

async function* slowly(key: string, text: string) {
  for (let time = 0; time < 3; time += 1) await pause(2);
  yield { key: key as never, text: text as never };
}
