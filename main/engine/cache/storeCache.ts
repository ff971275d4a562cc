import { join } from "node:path";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import type { JsonValue } from "../persistence.ts";
import { copyJson } from "./copyJson.ts";
import { MemoryCache } from "./memoryCache.ts";
import { PersistentCache } from "./persistentCache.ts";
import { TieredCache } from "./tieredCache.ts";
import {
  type CacheLimits,
  type CacheStats,
  type CacheStrategy,
  DEFAULT_LIMITS,
  type Eviction,
  type ValueCache,
} from "./valueCache.ts";

/** The cache's folder inside a store's directory. */
export const CACHE_DIRECTORY = "cache";

export interface StoreCacheOptions {
  readonly strategy: CacheStrategy;
  /** The store's directory; null for a store in memory, which has no persistent cache. */
  readonly path: string | null;
  /** The store's id. */
  readonly store: string;
  readonly eviction?: Eviction;
  readonly limits?: CacheLimits;
}

/**
 * The cache of one open store (rule C1).
 *
 * - Present values, parsed, in memory only, because reading them from another file would be as slow as from the store.
 *   A commit of any process that touches them invalidates them.
 * - Comparisons, in memory only too: a comparison from a file could only be checked by computing it again (rule F8).
 * - Superseded values decoded from their deltas. They never change, so they may outlive the process. Their names
 *   contain the value's digest, so an entry of another state, for instance of a store restored from a copy, is never
 *   used, and readers compare the value with the digest in the store.
 *
 * Nothing read inside a transaction may be cached, because the transaction may be rolled back.
 */
export class StoreCache {
  readonly #path: string | null;
  readonly #store: string;
  readonly #limits: CacheLimits;
  #kind: { readonly strategy: CacheStrategy; readonly eviction: Eviction };
  #present: MemoryCache | undefined;
  /** Created on first use. */
  #lastingMade: { readonly cache: ValueCache | undefined } | undefined;
  /** The keys that the open transaction touched; null if there are too many to list. */
  #touched: Set<Key> | null = new Set();
  /** Larger values are not cached, because they would evict too many others. */
  readonly #largest: number;

  constructor({ strategy, path, store, eviction = "lru", limits = DEFAULT_LIMITS }: StoreCacheOptions) {
    this.#path = path;
    this.#store = store;
    this.#limits = limits;
    this.#largest = limits.bytes / 16;
    this.#kind = { strategy, eviction };
    this.#present = this.#inMemory();
  }

  /** Changes the strategy and the eviction. If they differ, the memory cache is emptied. */
  change(strategy: CacheStrategy, eviction: Eviction): void {
    if (strategy === this.#kind.strategy && eviction === this.#kind.eviction) return;
    this.close();
    // Keys touched so far in the open transaction may not have been recorded.
    this.#touched = null;
    this.#kind = { strategy, eviction };
    this.#present = this.#inMemory();
    this.#lastingMade = undefined;
  }

  #inMemory(): MemoryCache | undefined {
    const { strategy, eviction } = this.#kind;
    if (strategy !== "memory" && strategy !== "tiered") return undefined;
    return new MemoryCache({ eviction, limits: this.#limits });
  }

  get #lasting(): ValueCache | undefined {
    this.#lastingMade ??= { cache: this.#inMemoryAndFile(this.#present) };
    return this.#lastingMade.cache;
  }

  #inMemoryAndFile(memory: MemoryCache | undefined): ValueCache | undefined {
    const { strategy, eviction } = this.#kind;
    if (this.#path === null || (strategy !== "persistent" && strategy !== "tiered")) return memory;
    const directory = join(this.#path, CACHE_DIRECTORY);
    const file = new PersistentCache(directory, this.#store, { eviction, limits: this.#limits });
    return memory ? new TieredCache(memory, file) : file;
  }

  /** Whether present values are cached at all. */
  get keepsPresent(): boolean {
    return this.#present !== undefined;
  }

  /** A copy of this key's present value, if it is cached. */
  present(key: Key): JsonValue | undefined {
    const value = this.#present?.get(presentName(key));
    return value === undefined ? undefined : copyJson(value);
  }

  /** Caches a copy of this key's present value. */
  keepPresent(key: Key, value: JsonValue, bytes: number): void {
    if (this.#present === undefined || bytes > this.#largest) return;
    this.#present.put(presentName(key), copyJson(value), bytes);
  }

  /** Invalidates the present values of these keys; null means all. */
  forgetPresent(keys: Iterable<Key> | null): void {
    if (this.#present === undefined) return;
    if (keys === null) this.#present.invalidate();
    else for (const key of keys) this.#present.invalidate(presentName(key));
  }

  /** Records that the open transaction touched these keys; null means any. */
  touch(keys: readonly Key[] | null): void {
    if (this.#present === undefined) return;
    if (keys === null) this.#touched = null;
    else for (const key of keys) this.#touched?.add(key);
  }

  /** Invalidates what the transaction touched, now that it is visible to others. */
  committed(): void {
    this.forgetPresent(this.#touched);
    this.takenBack();
  }

  takenBack(): void {
    if (this.#touched === null || this.#touched.size > 0) this.#touched = new Set();
  }

  /** The text that was written at this revision with this digest, if it is cached. */
  superseded(key: Key, since: Revision, digest: number): JsonText | undefined {
    const text = this.#lasting?.get(supersededName(key, since, digest));
    return typeof text === "string" ? (text as JsonText) : undefined;
  }

  /** Caches a decoded text. A short one is decoded as fast as it is looked up. */
  keepSuperseded(key: Key, since: Revision, digest: number, text: JsonText): void {
    if (this.#lasting === undefined || text.length < SHORT) return;
    const bytes = Buffer.byteLength(text);
    if (bytes <= this.#largest) this.#lasting.put(supersededName(key, since, digest), text, bytes);
  }

  /** The cached result for the difference of two states, by their checksums and all other inputs. */
  comparison(checksums: readonly [string, string], variant: string): string | undefined {
    const value = this.#present?.get(comparisonName(checksums, variant));
    return typeof value === "string" ? value : undefined;
  }

  keepComparison(checksums: readonly [string, string], variant: string, comparison: string): void {
    const bytes = Buffer.byteLength(comparison);
    if (bytes <= this.#largest) this.#present?.put(comparisonName(checksums, variant), comparison, bytes);
  }

  stats(): CacheStats {
    const none = { hits: 0, misses: 0, puts: 0, evictions: 0, expirations: 0, entries: 0, bytes: 0 };
    return this.#lasting?.stats() ?? none;
  }

  close(): void {
    if (this.#lastingMade) this.#lastingMade.cache?.close();
    else this.#present?.close();
  }
}

/** In characters. Decoding up to this length takes about 10 µs, a look-up in the file half of that. */
const SHORT = 4096;

const presentName = (key: Key) => `now ${key}`;
const supersededName = (key: Key, since: Revision, digest: number) => `was ${since} ${digest} ${key}`;
const comparisonName = ([from, to]: readonly [string, string], variant: string) =>
  `diff ${from} ${to} ${variant}`;
