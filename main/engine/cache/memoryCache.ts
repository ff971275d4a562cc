import type { JsonValue } from "../persistence.ts";
import { LeastFrequentlyUsed } from "./lfu.ts";
import { LeastRecentlyUsed } from "./lru.ts";
import { Queue } from "./queue.ts";
import type { Residents } from "./residents.ts";
import {
  type CacheLimits,
  type CacheStats,
  DEFAULT_LIMITS,
  type Eviction,
  type ValueCache,
} from "./valueCache.ts";

/** A clock that only goes forward, in milliseconds. */
export type Clock = () => number;

/** Keeps values in memory. */
export class MemoryCache implements ValueCache {
  readonly #residents: Residents<JsonValue>;
  readonly #lifetime: number;
  readonly #now: Clock;
  #hits = 0;
  #misses = 0;
  #puts = 0;
  #expirations = 0;

  constructor({
    eviction = "lru",
    limits = DEFAULT_LIMITS,
    now = () => performance.now(),
  }: {
    readonly eviction?: Eviction;
    readonly limits?: CacheLimits;
    readonly now?: Clock;
  } = {}) {
    this.#residents = residentsFor(eviction, limits);
    this.#lifetime = limits.ttlSeconds * 1000;
    this.#now = now;
  }

  get(name: string): JsonValue | undefined {
    const resident = this.#residents.get(name);
    if (resident === undefined) {
      this.#misses += 1;
      return undefined;
    }
    if (resident.expires <= this.#now()) {
      this.#residents.delete(name);
      this.#expirations += 1;
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    return resident.value;
  }

  put(name: string, value: JsonValue, bytes: number): void {
    this.#puts += 1;
    this.#residents.set(name, { value, bytes, expires: this.#now() + this.#lifetime });
  }

  invalidate(name?: string): void {
    if (name === undefined) this.#residents.clear();
    else this.#residents.delete(name);
  }

  stats(): CacheStats {
    return {
      hits: this.#hits,
      misses: this.#misses,
      puts: this.#puts,
      evictions: this.#residents.evictions,
      expirations: this.#expirations,
      entries: this.#residents.size,
      bytes: this.#residents.bytes,
    };
  }

  close(): void {
    this.#residents.clear();
  }
}

function residentsFor(eviction: Eviction, limits: CacheLimits): Residents<JsonValue> {
  switch (eviction) {
    case "lru":
      return new LeastRecentlyUsed(limits);
    case "lfu":
      return new LeastFrequentlyUsed(limits);
    case "fifo":
    case "ttl":
      return new Queue(limits, eviction);
  }
}
