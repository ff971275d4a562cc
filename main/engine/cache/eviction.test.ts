import { describe, expect, it } from "vitest";
import { MemoryCache } from "./memoryCache.ts";
import { DEFAULT_LIMITS, type Eviction } from "./valueCache.ts";

const EVICTIONS: readonly Eviction[] = ["lru", "lfu", "fifo", "ttl"];

function threeEntries(eviction: Eviction) {
  return new MemoryCache({ eviction, limits: { ...DEFAULT_LIMITS, entries: 3 } });
}

function namesIn(cache: MemoryCache, names: string): string {
  return [...names].filter((name) => cache.get(name) !== undefined).join("");
}

describe("what has to go when there is no room", () => {
  it("C1 LRU: what was not used for longest", () => {
    const cache = threeEntries("lru");
    for (const name of "abc") cache.put(name, name, 1);
    cache.get("a");
    cache.put("d", "d", 1);
    expect(namesIn(cache, "abcd")).toBe("acd");
  });

  it("C1 LRU: the order stays as it was when room is made for more than a few", () => {
    const cache = new MemoryCache({ eviction: "lru", limits: { ...DEFAULT_LIMITS, entries: 1500 } });
    for (let n = 0; n < 1000; n += 1) cache.put(`${n}`, n, 1);
    cache.get("0");
    for (let n = 1000; n < 1501; n += 1) cache.put(`${n}`, n, 1);
    expect(cache.stats()).toMatchObject({ entries: 1500, bytes: 1500, evictions: 1 });
    expect([cache.get("0"), cache.get("1"), cache.get("2")]).toEqual([0, undefined, 2]);
  });

  it("C1 LRU is the default", () => {
    const cache = new MemoryCache({ limits: { ...DEFAULT_LIMITS, entries: 2 } });
    cache.put("a", 1, 1);
    cache.put("b", 1, 1);
    cache.get("a");
    cache.put("c", 1, 1);
    expect(namesIn(cache, "abc")).toBe("ac");
  });

  it("C1 LFU: what was used least, of several what was not used for longest", () => {
    const cache = threeEntries("lfu");
    for (const name of "abc") cache.put(name, name, 1);
    for (const name of "aabcc") cache.get(name);
    cache.put("d", "d", 1);
    expect(namesIn(cache, "b")).toBe("");
    cache.put("e", "e", 1);
    expect(namesIn(cache, "d")).toBe("");
    expect(namesIn(cache, "ace")).toBe("ace");
  });

  it("C1 FIFO: what came first, used or written again or not", () => {
    const cache = threeEntries("fifo");
    for (const name of "abc") cache.put(name, name, 1);
    cache.get("a");
    cache.put("a", "again", 1);
    cache.put("d", "d", 1);
    expect(namesIn(cache, "abcd")).toBe("bcd");
  });

  it("C1 TTL: what expires first, so that writing again keeps it", () => {
    const cache = threeEntries("ttl");
    for (const name of "abc") cache.put(name, name, 1);
    cache.get("b");
    cache.put("a", "again", 1);
    cache.put("d", "d", 1);
    expect(namesIn(cache, "abcd")).toBe("acd");
  });
});

describe.each(EVICTIONS)("%s", (eviction) => {
  it("C1 keeps at most 10 000 entries by default", () => {
    const cache = new MemoryCache({ eviction });
    for (let i = 0; i < 10_050; i += 1) cache.put(`n${i}`, i, 1);
    expect(cache.stats().entries).toBe(10_000);
    expect(cache.stats().evictions).toBe(50);
    expect(cache.get("n10049")).toBe(10_049);
  });

  it("C1 keeps at most 100 MB by default, whatever is put in place of what", () => {
    const cache = new MemoryCache({ eviction });
    for (let i = 0; i < 9; i += 1) cache.put(`n${i}`, i, 12_000_000);
    expect(cache.stats().bytes).toBe(96_000_000);
    cache.put("n8", "larger", 50_000_000);
    expect(cache.stats().bytes).toBeLessThanOrEqual(100_000_000);
    expect(cache.stats().entries).toBeGreaterThan(0);
  });

  it("C1 does not keep what alone is larger than the limit, and forgets what it replaces", () => {
    const cache = new MemoryCache({ eviction });
    cache.put("a", "small", 10);
    cache.put("b", "small", 10);
    cache.put("a", "huge", 100_000_001);
    expect(cache.get("a")).toBeUndefined();
    expect(cache.get("b")).toBe("small");
    expect(cache.stats().bytes).toBe(10);
  });

  it("C1 gives nothing out past an hour", () => {
    let now = 0;
    const cache = new MemoryCache({ eviction, now: () => now });
    cache.put("a", 1, 1);
    now = 3_599_999;
    expect(cache.get("a")).toBe(1);
    now = 3_600_000;
    expect(cache.get("a")).toBeUndefined();
    expect(cache.stats()).toMatchObject({ hits: 1, misses: 1, expirations: 1, entries: 0 });
  });

  it("keeps its counts right through any sequence of operations", () => {
    const limits = { entries: 7, bytes: 60, ttlSeconds: 1000 };
    const cache = new MemoryCache({ eviction, limits });
    const latest = new Map<string, number>();
    let seed = 12345;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let step = 0; step < 20_000; step += 1) {
      const name = `n${random(12)}`;
      const action = random(10);
      if (action < 5) {
        latest.set(name, step);
        cache.put(name, step, 1 + random(25));
      } else if (action < 9) {
        const found = cache.get(name);
        if (found !== undefined) expect(found).toBe(latest.get(name));
      } else {
        cache.invalidate(name);
        expect(cache.get(name)).toBeUndefined();
      }
      const { entries, bytes } = cache.stats();
      expect(entries).toBeLessThanOrEqual(limits.entries);
      expect(bytes).toBeLessThanOrEqual(limits.bytes);
      expect(entries === 0).toBe(bytes === 0);
    }
    cache.invalidate();
    expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0 });
  });
});
