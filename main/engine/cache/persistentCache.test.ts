import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PersistentCache } from "./persistentCache.ts";
import { CACHE_FILE } from "./persistentFile.ts";
import { DEFAULT_LIMITS } from "./valueCache.ts";

let directory: string;
const open: PersistentCache[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "strata-cache-"));
});

afterEach(() => {
  for (const cache of open.splice(0)) cache.close();
  rmSync(directory, { recursive: true, force: true });
});

function opened(
  store = "store-1",
  options?: ConstructorParameters<typeof PersistentCache>[2],
): PersistentCache {
  const cache = new PersistentCache(directory, store, options);
  open.push(cache);
  return cache;
}

/** Fills a cache and closes it, so that everything is in the file. */
function filled(entries = 50): string {
  const cache = new PersistentCache(directory, "store-1");
  for (let i = 0; i < entries; i += 1) cache.put(`n${i}`, `value ${i} ${"x".repeat(400)}`);
  cache.close();
  return join(directory, CACHE_FILE);
}

describe("PersistentCache", () => {
  it("C2 gives back after a restart what was kept before it", () => {
    filled();
    const cache = opened();
    expect(cache.get("n7")).toBe(`value 7 ${"x".repeat(400)}`);
    expect(cache.get("other")).toBeUndefined();
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 1, entries: 50 });
  });

  it("C2 discards, silently, what was kept for another store", () => {
    filled();
    const cache = opened("store-2");
    expect(cache.get("n7")).toBeUndefined();
    expect(cache.stats().entries).toBe(0);
    cache.put("n7", "mine");
    expect(cache.get("n7")).toBe("mine");
  });

  it("C2 discards, silently, a file of another format, or one that is no cache at all", () => {
    const file = filled();
    const other = new Database(file);
    other.pragma("user_version = 99");
    other.close();
    expect(opened().get("n1")).toBeUndefined();

    writeFileSync(file, "This is somebody's diary.\n".repeat(1000));
    const cache = opened();
    expect(cache.get("n1")).toBeUndefined();
    cache.put("n1", "new");
    expect(cache.get("n1")).toBe("new");
  });

  it("C2 never gives out a wrong value, whatever byte of the file is damaged, and works again afterwards", () => {
    const file = filled();
    const sound = readFileSync(file);
    const step = Math.max(1, Math.floor(sound.length / 150));
    for (let at = 0; at < sound.length; at += step) {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] as number) ^ 0x55;
      rmSync(`${file}-wal`, { force: true });
      rmSync(`${file}-shm`, { force: true });
      writeFileSync(file, damaged);
      const cache = new PersistentCache(directory, "store-1");
      for (let i = 0; i < 50; i += 1) {
        const found = cache.get(`n${i}`);
        if (found !== undefined) expect(found).toBe(`value ${i} ${"x".repeat(400)}`);
      }
      cache.put("fresh", at);
      cache.close();
      const again = new PersistentCache(directory, "store-1");
      expect([at, undefined]).toContain(again.get("fresh"));
      again.close();
    }
  });

  it("C2 does without when there is no place for a file", () => {
    const file = join(directory, "taken");
    writeFileSync(file, "");
    const cache = new PersistentCache(join(file, "cache"), "store-1");
    open.push(cache);
    cache.put("a", 1);
    expect(cache.get("a")).toBeUndefined();
    expect(cache.stats()).toMatchObject({ entries: 0, misses: 1 });
  });

  it("C1 keeps to its limits in the file as well", () => {
    const limits = { entries: 20, bytes: 5000, ttlSeconds: 3600 };
    for (const eviction of ["lru", "lfu", "fifo", "ttl"] as const) {
      const cache = new PersistentCache(join(directory, eviction), "store-1", { eviction, limits });
      for (let i = 0; i < 600; i += 1) cache.put(`n${i}`, "x".repeat(300));
      cache.close();
      const again = new PersistentCache(join(directory, eviction), "store-1", { eviction, limits });
      open.push(again);
      expect(again.stats().entries).toBeLessThanOrEqual(20);
      expect(again.stats().bytes).toBeLessThanOrEqual(5000);
      expect(again.get("n599")).toBe("x".repeat(300));
      expect(again.get("n0")).toBeUndefined();
    }
  });

  it("C1 keeps what was used over what was not, across a restart", () => {
    const limits = { ...DEFAULT_LIMITS, entries: 3 };
    const first = new PersistentCache(directory, "store-1", { limits });
    for (const name of "abc") first.put(name, name);
    first.close();
    const second = new PersistentCache(directory, "store-1", { limits });
    expect(second.get("a")).toBe("a");
    second.put("d", "d");
    second.close();
    const third = opened("store-1", { limits });
    expect([..."abcd"].filter((name) => third.get(name) !== undefined).join("")).toBe("acd");
  });

  it("C1 gives nothing out past an hour, nor what the clock says is from the future", () => {
    let now = 1_000_000_000_000;
    const cache = new PersistentCache(directory, "store-1", { now: () => now });
    cache.put("a", 1);
    cache.put("b", 2);
    cache.close();
    const again = opened("store-1", { now: () => now });
    now += 3_599_999;
    expect(again.get("a")).toBe(1);
    now += 1;
    expect(again.get("a")).toBeUndefined();
    now -= 4_000_000_000;
    expect(again.get("b")).toBeUndefined();
  });

  it("is shared by two processes without either failing", () => {
    const one = opened();
    const two = opened();
    for (let i = 0; i < 600; i += 1) {
      one.put(`one ${i}`, i);
      two.put(`two ${i}`, i);
    }
    one.close();
    two.close();
    open.splice(0);
    const after = opened();
    const found = ["one 0", "two 0"].map((name) => after.get(name));
    for (const value of found) expect([0, undefined]).toContain(value);
    expect(found).toContain(0);
    expect(statSync(join(directory, CACHE_FILE)).size).toBeGreaterThan(0);
  });
});
