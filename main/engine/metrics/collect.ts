import type { Backend } from "../backends/backend.ts";
import type { Metering } from "../core/metering.ts";
import type { Metrics } from "../persistence.ts";

/** Everything that is counted, and what the history holds now (rule G1). */
export async function collectMetrics(backend: Backend, metering: Metering): Promise<Metrics> {
  const { snapshotCount, cache, delta, deltaChain } = await backend.upkeep.figures();
  const asked = cache.hits + cache.misses;
  const { cacheStrategy, cacheEviction } = backend.options;
  return {
    saveCount: metering.saveCount,
    loadCount: metering.loadCount,
    errorCount: metering.errorCount,
    cacheHits: cache.hits,
    cacheMisses: cache.misses,
    cacheHitRatio: ratio(cache.hits, asked),
    totalBytesSaved: metering.totalBytesSaved,
    totalBytesLoaded: metering.totalBytesLoaded,
    totalSaveTime: metering.totalSaveTime,
    totalLoadTime: metering.totalLoadTime,
    totalOperationTime: metering.totalSaveTime + metering.totalLoadTime,
    averageSaveTime: ratio(metering.totalSaveTime, metering.saveCount),
    averageLoadTime: ratio(metering.totalLoadTime, metering.loadCount),
    snapshotCount,
    cache: { strategy: cacheStrategy, eviction: cacheEviction, ...cache },
    delta,
    deltaChain,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
