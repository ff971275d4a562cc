import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { createCachedPersistence } from "./cachedPersistence.ts";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  InvalidOptionError,
  StoreClosedError,
} from "./index.ts";

let directory: string;
let store: EnhancedPersistence;
let now: number;
let cached: EnhancedPersistence;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "strata-cached-"));
  store = await createEnhancedPersistence({ basePath: join(directory, "store") });
  now = 1000;
  cached = createCachedPersistence(store, 300, () => now);
});

afterEach(async () => {
  await store.cleanup();
  rmSync(directory, { recursive: true, force: true });
});

describe("createCachedPersistence", () => {
  it("C3 answers get and load from memory for the given time, then asks again", async () => {
    await store.set("a", 1);
    expect(await cached.get("a")).toBe(1);
    expect(await cached.load()).toEqual({ a: 1 });
    await store.set("a", 2);
    now += 299_999;
    expect(await cached.get("a")).toBe(1);
    expect(await cached.load()).toEqual({ a: 1 });
    now += 1;
    expect(await cached.get("a")).toBe(2);
    expect(await cached.load()).toEqual({ a: 2 });
  });

  it("C3 takes 300 seconds by default", async () => {
    const usual = createCachedPersistence(store, undefined, () => now);
    await store.set("a", 1);
    await usual.get("a");
    await store.set("a", 2);
    now += 299_999;
    expect(await usual.get("a")).toBe(1);
    now += 1;
    expect(await usual.get("a")).toBe(2);
  });

  it("C3 remembers that there is nothing, but never the caller's default", async () => {
    expect(await cached.get("a", "first default")).toBe("first default");
    await store.set("a", "written past it");
    expect(await cached.get("a", "second default")).toBe("second default");
    expect(await cached.get("a")).toBeUndefined();
    expect(await cached.get("a", null)).toBeNull();
  });

  it("V3 C3 remembers null as a value", async () => {
    await cached.set("a", null);
    expect(await cached.get("a", "default")).toBeNull();
    expect(await cached.get("a", "default")).toBeNull();
  });

  it("C3 drops what a set or a delete through it touches, and keeps the rest", async () => {
    await store.save({ a: 1, b: 1 });
    await cached.get("a");
    await cached.get("b");
    await cached.load();
    await store.set("b", "written past it");
    await cached.set("a", 2);
    expect(await cached.get("a")).toBe(2);
    expect(await cached.get("b")).toBe(1);
    expect(await cached.load()).toEqual({ a: 2, b: "written past it" });
    expect(await cached.delete("a")).toBe(true);
    expect(await cached.get("a", "gone")).toBe("gone");
  });

  const writes: readonly (readonly [string, (target: EnhancedPersistence) => Promise<unknown>])[] = [
    ["save", (target) => target.save({ a: "new" })],
    ["clear", (target) => target.clear()],
    ["undo", (target) => target.undo()],
    [
      "write",
      (target) => target.write([{ key: "a" as Key, text: '"new"' as JsonText }], { operation: "set" }),
    ],
    ["restoreSnapshotByTag", (target) => target.restoreSnapshotByTag("old")],
    ["importData", (target) => target.importData(join(directory, "export.json"))],
  ];
  it.each(writes)("C3 is emptied by %s through it", async (_, write) => {
    await store.save({ a: "old" });
    await store.createSnapshot("old");
    await store.exportData(join(directory, "export.json"));
    await store.save({ a: "present", b: 1 });
    await cached.get("a");
    await cached.load();
    await write(cached);
    expect(await cached.get("a")).toEqual(await store.get("a"));
    expect(await cached.load()).toEqual(await store.load());
    expect(await cached.load()).not.toEqual({ a: "present", b: 1 });
  });

  it("C3 is emptied even by a write that fails", async () => {
    await cached.get("a");
    await store.set("a", "written past it");
    await expect(cached.set("a", undefined)).rejects.toThrow("undefined");
    expect(await cached.get("a")).toBe("written past it");
  });

  it("C3 keeps no answer that was on its way while something was written", async () => {
    await store.set("a", 1);
    const early = cached.get("a");
    await cached.set("a", 2);
    expect(await early).toBe(1);
    expect(await cached.get("a")).toBe(2);
  });

  it("V2 gives out copies", async () => {
    const value = { list: [1] };
    await cached.set("a", value);
    value.list.push(2);
    const first = (await cached.get("a")) as typeof value;
    first.list.push(3);
    expect(await cached.get("a")).toEqual({ list: [1] });
    const state = await cached.load();
    (state["a"] as unknown as typeof value).list.push(4);
    expect(await cached.load()).toEqual({ a: { list: [1] } });
  });

  it("V4 holds a key __proto__ like any other", async () => {
    await cached.write([{ key: "__proto__" as Key, text: '{"x":1}' as JsonText }], { operation: "set" });
    for (let time = 0; time < 2; time += 1) {
      expect(await cached.get("__proto__")).toEqual({ x: 1 });
      expect(Object.keys(await cached.load())).toEqual(["__proto__"]);
    }
  });

  it("C3 passes every other method and property on", async () => {
    expect(cached.path).toBe(store.path);
    expect(cached.id).toBe(store.id);
    await cached.set("a", 1);
    const version = await cached.createSnapshot("tag");
    expect((await cached.listSnapshots())[0]?.version).toBe(version);
    expect(await cached.getSnapshotData(version)).toEqual({ a: 1 });
    expect((await cached.getMetrics()).snapshotCount).toBe(1);
    const seen: number[] = [];
    const stop = cached.onChange(({ revision }) => seen.push(revision));
    await cached.set("a", 2);
    stop();
    expect(seen).toEqual([2]);
    const scanned: string[] = [];
    for await (const { key } of cached.scan({ kind: "now" })) scanned.push(key);
    expect(scanned).toEqual(["a"]);
  });

  it("C3 does not answer for a store that is closed", async () => {
    await cached.set("a", 1);
    await cached.get("a");
    await cached.cleanup();
    await expect(cached.get("a")).rejects.toThrow(StoreClosedError);
    await expect(cached.load()).rejects.toThrow(StoreClosedError);
  });

  it("refuses a time that is none", () => {
    for (const ttl of [-1, Number.NaN, Number.POSITIVE_INFINITY, "300" as never]) {
      expect(() => createCachedPersistence(store, ttl)).toThrow(InvalidOptionError);
    }
  });
});
