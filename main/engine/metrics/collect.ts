import type { StoreCore } from "../core/core.ts";
import type { Metrics } from "../persistence.ts";

export function collectMetrics(core: StoreCore): Promise<Metrics> {
  return core.historical((statements) => {
    const m = core.metering;
    const { hits, misses, ...cache } = core.cache.stats();
    return {
      saveCount: m.saveCount,
      loadCount: m.loadCount,
      errorCount: m.errorCount,
      cacheHits: hits,
      cacheMisses: misses,
      cacheHitRatio: hits + misses === 0 ? 0 : hits / (hits + misses),
      totalBytesSaved: m.totalBytesSaved,
      totalBytesLoaded: m.totalBytesLoaded,
      totalSaveTime: m.totalSaveTime,
      totalLoadTime: m.totalLoadTime,
      totalOperationTime: m.totalSaveTime + m.totalLoadTime,
      averageSaveTime: m.saveCount === 0 ? 0 : m.totalSaveTime / m.saveCount,
      averageLoadTime: m.loadCount === 0 ? 0 : m.totalLoadTime / m.loadCount,
      snapshotCount: statements.snapshotCount.get() ?? 0,
      cache: {
        strategy: core.options.cacheStrategy,
        eviction: core.options.cacheEviction,
        hits,
        misses,
        ...cache,
      },
      delta: {},
      deltaChain: {},
    };
  });
}
