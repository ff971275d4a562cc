import type { Database as Connection, Statement } from "better-sqlite3";
import { digestOf, shortDigest } from "../checksum.ts";
import type { JsonValue } from "../persistence.ts";
import { discardCacheFile, openCacheFile } from "./persistentFile.ts";
import {
  type CacheLimits,
  type CacheStats,
  DEFAULT_LIMITS,
  type Eviction,
  type ValueCache,
} from "./valueCache.ts";

/** Entries are written to the file together: after this many, this many bytes, or this many milliseconds. */
const WRITE_AFTER = { entries: 256, bytes: 4_000_000, milliseconds: 1000 };

interface Placed {
  readonly text: string;
  readonly bytes: number;
  readonly at: number;
}

/** The order of eviction: the smallest rank goes first. */
const RANK: Readonly<Record<Eviction, string>> = {
  lru: "used, placed",
  lfu: "uses, used",
  fifo: "placed",
  ttl: "at, placed",
};

/**
 * Keeps values in a file beside the store, so that they survive a restart (rule C2). It never fails: an unreadable
 * entry is a miss, a damaged file is discarded, and without a writable place it keeps nothing.
 */
export class PersistentCache implements ValueCache {
  readonly #directory: string;
  readonly #store: string;
  readonly #limits: CacheLimits;
  readonly #rank: string;
  readonly #now: () => number;
  /** Opened on first use; null if there cannot be one. */
  #file: OpenFile | null | undefined;
  readonly #unwritten = new Map<string, Placed>();
  #unwrittenBytes = 0;
  readonly #used = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #hits = 0;
  #misses = 0;
  #puts = 0;
  #evictions = 0;
  #expirations = 0;

  /**
   * @param store The store's id: a file that was made for another store is discarded.
   * @param now Milliseconds since 1970-01-01 UTC, because entries also age while no process has them open.
   */
  constructor(
    directory: string,
    store: string,
    {
      eviction = "lru",
      limits = DEFAULT_LIMITS,
      now = Date.now,
    }: { readonly eviction?: Eviction; readonly limits?: CacheLimits; readonly now?: () => number } = {},
  ) {
    this.#directory = directory;
    this.#store = store;
    this.#limits = limits;
    this.#rank = RANK[eviction];
    this.#now = now;
  }

  get(name: string): JsonValue | undefined {
    const text = this.#unwritten.get(name)?.text ?? this.#read(name);
    const value = text === undefined ? undefined : this.#parsed(text);
    if (value === undefined) {
      this.#misses += 1;
      return undefined;
    }
    this.#used.set(name, (this.#used.get(name) ?? 0) + 1);
    this.#hits += 1;
    return value;
  }

  put(name: string, value: JsonValue): void {
    this.#puts += 1;
    const text = JSON.stringify(value);
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#limits.bytes || this.#open() === null) return;
    this.#unwrittenBytes += bytes - (this.#unwritten.get(name)?.bytes ?? 0);
    this.#unwritten.set(name, { text, bytes, at: this.#now() });
    if (this.#unwritten.size >= WRITE_AFTER.entries || this.#unwrittenBytes >= WRITE_AFTER.bytes)
      this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), WRITE_AFTER.milliseconds).unref();
  }

  invalidate(name?: string): void {
    if (name === undefined) {
      this.#forgetUnwritten();
      this.#trying((file) => file.deleteAll.run());
      return;
    }
    this.#unwrittenBytes -= this.#unwritten.get(name)?.bytes ?? 0;
    this.#unwritten.delete(name);
    this.#trying((file) => file.delete.run(name));
  }

  stats(): CacheStats {
    const held = this.#trying((file) => file.totals.get()) ?? { entries: 0, bytes: 0 };
    return {
      hits: this.#hits,
      misses: this.#misses,
      puts: this.#puts,
      evictions: this.#evictions,
      expirations: this.#expirations,
      entries: held.entries + this.#unwritten.size,
      bytes: held.bytes + this.#unwrittenBytes,
    };
  }

  close(): void {
    this.#write();
    this.#file?.connection.close();
    this.#file = null;
  }

  #read(name: string): string | undefined {
    const row = this.#trying((file) => file.get.get(name, this.#limits.bytes));
    if (row === undefined) return undefined;
    const age = this.#now() - row.at;
    // A time in the future was written before the clock was set back, so the entry's age is unknown.
    if (age >= this.#limits.ttlSeconds * 1000 || age < 0) {
      this.#expirations += 1;
      this.#trying((file) => file.delete.run(name));
      return undefined;
    }
    if (typeof row.value !== "string" || shortDigest(digestOf(name, row.value)) !== row.digest) {
      this.#discard();
      return undefined;
    }
    return row.value;
  }

  /** An entry that this cache did not write may contain anything. */
  #parsed(text: string): JsonValue | undefined {
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      this.#discard();
      return undefined;
    }
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unwritten.size === 0 && this.#used.size === 0) return;
    this.#trying((file) => {
      const transaction = file.connection.transaction(() => {
        let order = file.lastOrder.get() ?? 0;
        for (const [name, { text, bytes, at }] of this.#unwritten) {
          order += 1;
          file.place.run(name, order, order, at, bytes, shortDigest(digestOf(name, text)), text);
        }
        for (const [name, uses] of this.#used) {
          order += 1;
          file.use.run(order, uses, name);
        }
        this.#evict(file);
      });
      transaction.immediate();
    });
    this.#forgetUnwritten();
    this.#used.clear();
  }

  #evict(file: OpenFile): void {
    const totals = file.totals.get();
    if (totals === undefined) return;
    let { entries, bytes } = totals;
    if (entries <= this.#limits.entries && bytes <= this.#limits.bytes) return;
    for (const row of file.ranked(this.#rank).all()) {
      if (entries <= this.#limits.entries && bytes <= this.#limits.bytes) return;
      file.delete.run(row.name);
      this.#evictions += 1;
      entries -= 1;
      bytes -= row.bytes;
    }
  }

  #forgetUnwritten(): void {
    this.#unwritten.clear();
    this.#unwrittenBytes = 0;
  }

  #open(): OpenFile | null {
    if (this.#file === undefined) {
      try {
        this.#file = new OpenFile(openCacheFile(this.#directory, this.#store));
      } catch {
        // No place for a cache, or another process is creating one: the store works without it.
        this.#file = null;
      }
    }
    return this.#file;
  }

  /** Uses the file; undefined if that failed. */
  #trying<Result>(use: (file: OpenFile) => Result): Result | undefined {
    const file = this.#open();
    if (file === null) return undefined;
    try {
      return use(file);
    } catch (error) {
      if (!isPassing(error)) this.#discard();
      return undefined;
    }
  }

  /** Deletes the file; the next use creates a new one. */
  #discard(): void {
    const file = this.#file;
    this.#file = undefined;
    try {
      file?.connection.close();
      discardCacheFile(this.#directory);
    } catch {
      // If it cannot be deleted, it is not used any more.
      this.#file = null;
    }
  }
}

/** Whether a retry may succeed: another process is writing, or the disk is full. */
function isPassing(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED|FULL)/.test(String((error as { code?: unknown }).code));
}

/** The file with its statements. */
class OpenFile {
  readonly connection: Connection;
  readonly get;
  readonly place;
  readonly use;
  readonly delete;
  readonly deleteAll;
  readonly totals;
  readonly lastOrder;

  constructor(connection: Connection) {
    this.connection = connection;
    const prepare = <Parameters extends unknown[], Row>(sql: string): Statement<Parameters, Row> =>
      connection.prepare<Parameters, Row>(sql);
    this.get = prepare<
      [name: string, most: number],
      { readonly at: number; readonly digest: number; readonly value: unknown }
    >("SELECT at, digest, value FROM entry WHERE name = ? AND octet_length(value) <= ?");
    this.place = prepare<
      [name: string, placed: number, used: number, at: number, bytes: number, digest: number, value: string],
      never
    >(
      `INSERT INTO entry (name, placed, used, uses, at, bytes, digest, value) VALUES (?, ?, ?, 1, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET used = excluded.used, uses = uses + 1, at = excluded.at,
          bytes = excluded.bytes, digest = excluded.digest, value = excluded.value`,
    );
    this.use = prepare<[used: number, uses: number, name: string], never>(
      "UPDATE entry SET used = ?, uses = uses + ? WHERE name = ?",
    );
    this.delete = prepare<[string], never>("DELETE FROM entry WHERE name = ?");
    this.deleteAll = prepare<[], never>("DELETE FROM entry");
    this.totals = prepare<[], { readonly entries: number; readonly bytes: number }>(
      "SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM entry",
    );
    this.lastOrder = prepare<[], number>("SELECT max(max(used), max(placed)) FROM entry").pluck();
  }

  /** Entries in the order in which they are evicted. */
  ranked(rank: string): Statement<[], { readonly name: string; readonly bytes: number }> {
    return this.connection.prepare(`SELECT name, bytes FROM entry ORDER BY ${rank}`);
  }
}
