export { copyJson } from "./copyJson.ts";
export { CACHE_DIRECTORY, StoreCache, type StoreCacheOptions } from "./storeCache.ts";
export {
  type CacheLimits,
  type CacheStats,
  type CacheStrategy,
  DEFAULT_LIMITS,
  type Eviction,
} from "./valueCache.ts";
