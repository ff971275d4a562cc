import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { StoreCache } from "./storeCache.ts";
import type { CacheStrategy } from "./valueCache.ts";

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "strata-store-cache-"));
});

afterEach(() => {
  rmSync(path, { recursive: true, force: true });
});

const key = (name: string) => name as Key;
const at = (revision: number) => revision as Revision;
/** Long enough to be worth keeping. */
const text = (json: string) => `[${json},"${"x".repeat(5000)}"]` as JsonText;
const opened = (strategy: CacheStrategy) => new StoreCache({ strategy, path, store: "store-1" });

describe("StoreCache", () => {
  it("C1 keeps present values under memory and tiered, each time a new copy", () => {
    for (const strategy of ["memory", "tiered"] as const) {
      const cache = opened(strategy);
      const value = { list: [1] };
      cache.keepPresent(key("a"), value, 12);
      value.list.push(2);
      const first = cache.present(key("a")) as { list: number[] };
      expect(first).toEqual({ list: [1] });
      first.list.push(3);
      expect(cache.present(key("a"))).toEqual({ list: [1] });
      cache.close();
    }
  });

  it("C1 keeps nothing under none, and no present values under persistent", () => {
    for (const strategy of ["none", "persistent"] as const) {
      const cache = opened(strategy);
      cache.keepPresent(key("a"), 1, 1);
      expect(cache.present(key("a"))).toBeUndefined();
      cache.close();
    }
    const none = opened("none");
    none.keepSuperseded(key("a"), at(1), 7, text("1"));
    expect(none.superseded(key("a"), at(1), 7)).toBeUndefined();
  });

  it("forgets the given present values, and keeps the rest", () => {
    const cache = opened("memory");
    for (const name of ["a", "b", "c"]) cache.keepPresent(key(name), name, 3);
    cache.forgetPresent([key("a")]);
    expect(cache.present(key("a"))).toBeUndefined();
    expect(cache.present(key("b"))).toBe("b");
    cache.forgetPresent(null);
    expect(cache.present(key("b"))).toBeUndefined();
  });

  it("V3 keeps null as a value", () => {
    const cache = opened("memory");
    cache.keepPresent(key("a"), null, 4);
    expect(cache.present(key("a"))).toBeNull();
  });

  it("C2, F8 has superseded values after a restart, and present values and comparisons never", () => {
    for (const strategy of ["persistent", "tiered"] as const) {
      const before = opened(strategy);
      before.keepPresent(key("a"), 1, 1);
      before.keepSuperseded(key("a"), at(3), 77, text('{"n":1.0}'));
      before.keepComparison(["aa", "bb"], "auto", "what differs");
      before.close();
      const after = opened(strategy);
      expect(after.present(key("a"))).toBeUndefined();
      expect(after.superseded(key("a"), at(3), 77)).toBe(text('{"n":1.0}'));
      expect(after.comparison(["aa", "bb"], "auto")).toBeUndefined();
      after.close();
    }
  });

  it("C2 never takes one value, key or state for another", () => {
    const cache = opened("tiered");
    cache.keepSuperseded(key("a"), at(3), 77, text("1"));
    expect(cache.superseded(key("a"), at(3), 78)).toBeUndefined();
    expect(cache.superseded(key("a"), at(4), 77)).toBeUndefined();
    expect(cache.superseded(key("77 a"), at(3), 77)).toBeUndefined();
    cache.keepComparison(["aa", "bb"], "auto", "x");
    expect(cache.comparison(["bb", "aa"], "auto")).toBeUndefined();
    expect(cache.comparison(["aa", "bb"], "none")).toBeUndefined();
    cache.keepPresent(key("was 3 77 a"), "present", 7);
    expect(cache.superseded(key("a"), at(3), 77)).toBe(text("1"));
    cache.close();
  });

  it("S1 counts hits and misses of both kinds once", () => {
    const cache = opened("tiered");
    cache.present(key("a"));
    cache.keepPresent(key("a"), 1, 1);
    cache.present(key("a"));
    cache.superseded(key("a"), at(1), 1);
    cache.keepSuperseded(key("a"), at(1), 1, text("1"));
    cache.superseded(key("a"), at(1), 1);
    expect(cache.stats()).toMatchObject({ hits: 2, misses: 2, puts: 2 });
    cache.close();
  });
});
