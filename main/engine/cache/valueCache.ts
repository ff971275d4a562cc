import type { JsonValue } from "../persistence.ts";

export type CacheStrategy = "none" | "memory" | "persistent" | "tiered";

/**
 * Which entry is evicted: the least recently used, the least frequently used, the first one set, or the first to
 * expire.
 */
export type Eviction = "lru" | "lfu" | "fifo" | "ttl";

/** The limits of a cache (rule C1). */
export interface CacheLimits {
  readonly entries: number;
  /** Of UTF-8. */
  readonly bytes: number;
  readonly ttlSeconds: number;
}

export const DEFAULT_LIMITS: CacheLimits = { entries: 10_000, bytes: 100_000_000, ttlSeconds: 3600 };

/** The counts of a cache since it was opened, and its present size. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly puts: number;
  /** Entries evicted for lack of space. */
  readonly evictions: number;
  /** Entries removed because of their age. */
  readonly expirations: number;
  readonly entries: number;
  readonly bytes: number;
}

/** Keeps values by name, as long as they fit and are not too old. It may drop any of them at any time. */
export interface ValueCache {
  /** The value under this name, or undefined. It belongs to the cache: callers pass on copies (rule V2). */
  get(name: string): JsonValue | undefined;
  /**
   * Sets the value under this name. From now on nothing may change it.
   *
   * @param bytes Its approximate size: the UTF-8 bytes of its text.
   */
  put(name: string, value: JsonValue, bytes: number): void;
  /** Invalidates the value under this name, or all values without a name. */
  invalidate(name?: string): void;
  stats(): CacheStats;
  /** Releases open files. Nothing is called afterwards. */
  close(): void;
}
