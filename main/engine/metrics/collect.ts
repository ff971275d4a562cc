import type { StoreCore } from "../core/core.ts";
import type { Metrics } from "../persistence.ts";

export function collectMetrics(core: StoreCore): Promise<Metrics> {
  return core.historical((statements) => {
    const m = core.metering;
    return {
      saveCount: m.saveCount,
      loadCount: m.loadCount,
      errorCount: m.errorCount,
      cacheHits: 0,
      cacheMisses: 0,
      cacheHitRatio: 0,
      totalBytesSaved: m.totalBytesSaved,
      totalBytesLoaded: m.totalBytesLoaded,
      totalSaveTime: m.totalSaveTime,
      totalLoadTime: m.totalLoadTime,
      totalOperationTime: m.totalSaveTime + m.totalLoadTime,
      averageSaveTime: m.saveCount === 0 ? 0 : m.totalSaveTime / m.saveCount,
      averageLoadTime: m.loadCount === 0 ? 0 : m.totalLoadTime / m.loadCount,
      snapshotCount: statements.snapshotCount.get() ?? 0,
      cache: {},
      delta: {},
      deltaChain: {},
    };
  });
}
