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

/** Where a store's directory has its cache. */
export const CACHE_DIRECTORY = "cache";

export interface StoreCacheOptions {
  readonly strategy: CacheStrategy;
  /** The store's directory; null for a store in memory, which has no lasting cache. */
  readonly path: string | null;
  /** The store's id. */
  readonly store: string;
  readonly eviction?: Eviction;
  readonly limits?: CacheLimits;
}

/**
 * What one open store keeps at hand (rule C1).
 *
 * - Present values, parsed, in memory only: reading them from another file would be as slow as from the store. They
 *   have to be forgotten when a commit of any process touches them.
 * - Comparisons, in memory only as well: whether one that a file holds is right, only making it again would tell (rule F8).
 * - Superseded values decoded from their deltas: they never change, so they may outlive the process. Their names carry the
 *   value's digest, so that one of another state, of a store that was put back from a copy for instance, is never taken for
 *   it, and whoever reads one compares it with the digest in the store.
 *
 * Nothing read inside a transaction may be kept: it may yet be taken back.
 */
export class StoreCache {
  readonly #path: string | null;
  readonly #store: string;
  readonly #limits: CacheLimits;
  #kind: { readonly strategy: CacheStrategy; readonly eviction: Eviction };
  #present: MemoryCache | undefined;
  /** Once it was needed. */
  #lastingMade: { readonly cache: ValueCache | undefined } | undefined;
  /** Keys that the open transaction touched; null when they are too many to name. */
  #touched: Set<Key> | null = new Set();
  /** One that takes more room would drive out too many others. */
  readonly #largest: number;

  constructor({ strategy, path, store, eviction = "lru", limits = DEFAULT_LIMITS }: StoreCacheOptions) {
    this.#path = path;
    this.#store = store;
    this.#limits = limits;
    this.#largest = limits.bytes / 16;
    this.#kind = { strategy, eviction };
    this.#present = this.#inMemory();
  }

  /** Keeps things this way from here on. Where that is another one, what is at hand in memory is let go. */
  change(strategy: CacheStrategy, eviction: Eviction): void {
    if (strategy === this.#kind.strategy && eviction === this.#kind.eviction) return;
    this.close();
    // What the open transaction has touched so far was perhaps not noted.
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

  /** Whether present values are kept at all. */
  get keepsPresent(): boolean {
    return this.#present !== undefined;
  }

  /** A copy of the present value of this key, if it is kept. */
  present(key: Key): JsonValue | undefined {
    const value = this.#present?.get(presentName(key));
    return value === undefined ? undefined : copyJson(value);
  }

  /** Keeps a copy of the present value of this key. */
  keepPresent(key: Key, value: JsonValue, bytes: number): void {
    if (this.#present === undefined || bytes > this.#largest) return;
    this.#present.put(presentName(key), copyJson(value), bytes);
  }

  /** Forgets the present values of these keys; null is all of them. */
  forgetPresent(keys: Iterable<Key> | null): void {
    if (this.#present === undefined) return;
    if (keys === null) this.#present.invalidate();
    else for (const key of keys) this.#present.invalidate(presentName(key));
  }

  /** Notes that the open transaction touched these keys; null is any of them. */
  touch(keys: readonly Key[] | null): void {
    if (this.#present === undefined) return;
    if (keys === null) this.#touched = null;
    else for (const key of keys) this.#touched?.add(key);
  }

  /** Forgets what the transaction touched, now that others can see it. */
  committed(): void {
    this.forgetPresent(this.#touched);
    this.takenBack();
  }

  takenBack(): void {
    if (this.#touched === null || this.#touched.size > 0) this.#touched = new Set();
  }

  /** The text that was written at this revision with this digest, if it is kept. */
  superseded(key: Key, since: Revision, digest: number): JsonText | undefined {
    const text = this.#lasting?.get(supersededName(key, since, digest));
    return typeof text === "string" ? (text as JsonText) : undefined;
  }

  /** Keeps a text that was told from other values. A short one is told as fast as it is found. */
  keepSuperseded(key: Key, since: Revision, digest: number, text: JsonText): void {
    if (this.#lasting === undefined || text.length < SHORT) return;
    const bytes = Buffer.byteLength(text);
    if (bytes <= this.#largest) this.#lasting.put(supersededName(key, since, digest), text, bytes);
  }

  /** What was kept about the difference of two states, by the checksums of both and whatever else it depends on. */
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

/** In characters. Decoding up to this takes some 10 µs, a look into the file half of that. */
const SHORT = 4096;

const presentName = (key: Key) => `now ${key}`;
const supersededName = (key: Key, since: Revision, digest: number) => `was ${since} ${digest} ${key}`;
const comparisonName = ([from, to]: readonly [string, string], variant: string) =>
  `diff ${from} ${to} ${variant}`;
