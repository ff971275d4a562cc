import { describe, expect, it } from "vitest";
import { failureOf, openStore } from "../stores.fixture.ts";

describe("metrics", () => {
  it("G1 everything is measured", async () => {
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
  });
});
