import type { JsonValue } from "../persistence.ts";

export type CacheStrategy = "none" | "memory" | "persistent" | "tiered";

/** Which entry goes when there is no room: the one unused for longest, used least, put first, or to expire first. */
export type Eviction = "lru" | "lfu" | "fifo" | "ttl";

/** How much a cache keeps (rule C1). */
export interface CacheLimits {
  readonly entries: number;
  /** Of UTF-8. */
  readonly bytes: number;
  readonly ttlSeconds: number;
}

export const DEFAULT_LIMITS: CacheLimits = { entries: 10_000, bytes: 100_000_000, ttlSeconds: 3600 };

/** What a cache counted since it was opened, and what it holds now. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly puts: number;
  /** Entries that had to go because there was no room. */
  readonly evictions: number;
  /** Entries that had to go because of their age. */
  readonly expirations: number;
  readonly entries: number;
  readonly bytes: number;
}

/** Keeps values by name for as long as there is room and they are not too old. It may forget any of them at any time. */
export interface ValueCache {
  /** The value under this name, or undefined. It is the cache's own: whoever hands it on hands on a copy (rule V2). */
  get(name: string): JsonValue | undefined;
  /**
   * Keeps a value, in place of the one there is under this name. From now on nobody changes it.
   *
   * @param bytes How much room it takes: bytes of UTF-8 of its text, roughly.
   */
  put(name: string, value: JsonValue, bytes: number): void;
  /** Forgets the value under this name, or all of them when no name is given. */
  invalidate(name?: string): void;
  stats(): CacheStats;
  /** Gives back what it holds open. Nothing is called afterwards. */
  close(): void;
}
