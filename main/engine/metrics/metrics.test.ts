import { describe, expect, it } from "vitest";
import { failureOf, openStore, openWithCore } from "../stores.fixture.ts";

describe("metrics", () => {
  it("S1 everything is measured", async () => {
    const store = await openStore({ cacheStrategy: "memory", deltaStrategy: "auto" });
    const fresh = await store.getMetrics();
    expect(fresh).toMatchObject({
      saveCount: 0,
      loadCount: 0,
      errorCount: 0,
      cacheHits: 0,
      cacheMisses: 0,
      cacheHitRatio: 0,
      totalBytesSaved: 0,
      totalBytesLoaded: 0,
      averageSaveTime: 0,
      averageLoadTime: 0,
      snapshotCount: 0,
    });
    const text = "words that come again ".repeat(30);
    await store.set("k", { n: 1, text });
    await store.set("k", { n: 2, text });
    await store.set("k", { n: 3, text });
    await store.get("k");
    await store.get("k");
    await store.get("absent");
    await store.createSnapshot();
    await store.pack();
    await failureOf(store.restoreSnapshot("v1-00000000"));
    const bytes = Buffer.byteLength(JSON.stringify({ n: 1, text }));
    const metrics = await store.getMetrics();
    expect(metrics).toMatchObject({
      saveCount: 3,
      loadCount: 3,
      snapshotCount: 1,
      totalBytesSaved: 3 * bytes,
    });
    expect(metrics.cacheHits).toBe(1);
    expect(metrics.cacheHitRatio).toBe(metrics.cacheHits / (metrics.cacheHits + metrics.cacheMisses));
    expect(metrics.totalBytesLoaded).toBe(bytes);
    expect(metrics.totalSaveTime).toBeGreaterThan(0);
    expect(metrics.totalOperationTime).toBe(metrics.totalSaveTime + metrics.totalLoadTime);
    expect(metrics.averageSaveTime).toBe(metrics.totalSaveTime / 3);
    expect(metrics.cache).toMatchObject({ strategy: "memory", hits: metrics.cacheHits });
    expect(metrics.delta).toMatchObject({ strategy: "auto", values: 2, deltas: 2, originalBytes: 2 * bytes });
    expect(metrics.delta["storedBytes"]).toBeLessThan(bytes / 4);
    expect(metrics.deltaChain).toEqual({ chains: 1, links: 2, longest: 2, averageLength: 2 });
    expect(metrics.errorCount).toBe(1);
  });

  it("F22 calls made together take no more time than passed", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    const started = performance.now();
    const passed = () => (performance.now() - started) / 1000;
    await Promise.all(
      Array.from({ length: 2000 }, (_, i) => store.set(`k${i}`, { i, text: "x".repeat(200) })),
    );
    expect((await store.getMetrics()).totalSaveTime).toBeLessThanOrEqual(passed());
    await Promise.all([
      ...Array.from({ length: 30 }, () => store.load()),
      ...Array.from({ length: 300 }, (_, i) => store.get(`k${i}`)),
      ...Array.from({ length: 300 }, (_, i) => store.set(`k${i}`, i)),
      ...Array.from({ length: 300 }, (_, i) => store.get(`k${i}`)),
    ]);
    const metrics = await store.getMetrics();
    expect(metrics).toMatchObject({ saveCount: 2300, loadCount: 630, errorCount: 0 });
    expect(metrics.totalLoadTime).toBeGreaterThan(0);
    expect(metrics.totalOperationTime).toBeLessThanOrEqual(passed());
  });

  it("F22 a call that waits behind a long one does not count the waiting", async () => {
    const store = await openStore();
    async function* slowly() {
      yield [];
      await new Promise((resolve) => setTimeout(resolve, 300));
      yield [];
    }
    const long = store.replace(slowly(), { operation: "import", keep: true });
    await Promise.all([long, ...Array.from({ length: 20 }, (_, i) => store.set(`k${i}`, i))]);
    const { totalSaveTime } = await store.getMetrics();
    expect(totalSaveTime).toBeGreaterThanOrEqual(0.29);
    expect(totalSaveTime).toBeLessThan(3);
  });

  it("F22 every failed call counts once, whatever failed inside it", async () => {
    const { store, core } = await openWithCore();
    const failures: Promise<unknown>[] = [
      store.get(""),
      store.set("k", Number.NaN),
      store.delete(7 as never),
      store.save(new Map() as never),
      store.restoreSnapshot("v1-00000000"),
      store.restoreSnapshotByTag("none"),
      store.getSnapshotData("v1-00000000"),
      store.importData("/nowhere/at/all"),
      store.history("k" as never, {} as never),
    ];
    await Promise.all(failures.map(failureOf));
    expect((await store.getMetrics()).errorCount).toBe(failures.length);
    await store.set("z", 0);
    const insert = core.write.insertLive.run.bind(core.write.insertLive);
    core.write.insertLive.run = () => {
      throw new Error("the disk is on fire");
    };
    await Promise.all([
      failureOf(store.set("a", 1)),
      failureOf(store.set("b", 1)),
      failureOf(store.save({ a: 1 })),
    ]);
    core.write.insertLive.run = insert;
    const iterator = store
      .scan({ kind: "snapshot", version: "v1-00000000" as never })
      [Symbol.asyncIterator]();
    await failureOf(iterator.next());
    await store.close();
    await failureOf(store.get("k"));
    expect(core.metering.errorCount).toBe(failures.length + 5);
  });
});
