import { describe, expect, it } from "vitest";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { InvalidKeyError, InvalidValueError, LimitError } from "./errors.ts";
import { failureOf, openStore } from "./stores.fixture.ts";

const cycle: Record<string, unknown> = { a: [] };
(cycle["a"] as unknown[]).push(cycle);

const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ["undefined", undefined, ""],
  ["undefined in an object", { a: { b: undefined } }, "/a/b"],
  ["undefined in an array", [1, undefined], "/1"],
  ["a hole in an array", Object.assign(new Array(3), { 0: 1, 2: 2 }), "/1"],
  ["NaN", { x: [Number.NaN] }, "/x/0"],
  ["Infinity", Number.POSITIVE_INFINITY, ""],
  ["-Infinity", { "a/b": { "~": Number.NEGATIVE_INFINITY } }, "/a~1b/~0"],
  ["a bigint", { n: 1n }, "/n"],
  ["a symbol", [Symbol("s")], "/0"],
  ["a symbol as a name", { a: { [Symbol("s")]: 1 } }, "/a"],
  ["a function", { f: () => 1 }, "/f"],
  ["a Date", { at: new Date(0) }, "/at"],
  ["a Map", new Map(), ""],
  ["a Set", { s: new Set() }, "/s"],
  ["a typed array", { b: new Uint8Array(2) }, "/b"],
  ["a boxed number", [Object(1)], "/0"],
  ["an instance of a class", { e: new Error("x") }, "/e"],
  ["half of a surrogate pair", { s: "\ud800" }, "/s"],
  ["half of a surrogate pair as a name", { a: { "\udc00": 1 } }, "/a/\udc00"],
];

describe("values and keys", () => {
  it.each(REFUSED)("V1 %s is refused with its place, and nothing is written", async (_, value, pointer) => {
    const store = await openStore();
    const failure = await failureOf(store.set("k", value));
    expect(failure).toBeInstanceOf(InvalidValueError);
    expect(failure).toMatchObject({ code: "INVALID_VALUE", key: "k", pointer });
    expect(failure.message).toContain('"k"');
    await failureOf(store.save({ fine: 1, k: value }));
    expect(await store.load()).toEqual({});
    expect((await store.status()).revision).toBe(0);
  });

  it("F12 forty objects that hold each other twice are refused before a text is made of them", async () => {
    const store = await openStore();
    let value: unknown = ["x".repeat(1_000_000)];
    for (let i = 0; i < 40; i += 1) value = { left: value, right: value };
    const failure = await failureOf(store.set("k", value as never));
    expect(failure).toBeInstanceOf(LimitError);
    expect(failure.message).toMatch(/longer than 536,870,888 characters/);
    expect((await store.status()).revision).toBe(0);
  });

  it("V1 a cycle is refused with the path into it", async () => {
    const store = await openStore();
    const failure = await failureOf(store.set("k", cycle));
    expect(failure).toBeInstanceOf(InvalidValueError);
    expect(failure.message).toMatch(/cycle/);
  });

  it("V1 keys are 1 byte to 4 KiB of UTF-8", async () => {
    const store = await openStore();
    await store.set("é".repeat(2048), 1);
    for (const key of ["", "é".repeat(2049), "\ud800", 7 as unknown as string]) {
      expect(await failureOf(store.set(key, 1))).toBeInstanceOf(InvalidKeyError);
      expect(await failureOf(store.get(key))).toBeInstanceOf(InvalidKeyError);
      expect(await failureOf(store.delete(key))).toBeInstanceOf(InvalidKeyError);
    }
  });

  it("V2 values go in and out by copy", async () => {
    for (const cacheStrategy of ["none", "tiered"] as const) {
      const store = await openStore({ cacheStrategy });
      const given = { list: [1] };
      await store.set("k", given);
      given.list.push(2);
      const version = await store.createSnapshot();
      const first = (await store.get("k")) as typeof given;
      first.list.push(3);
      ((await store.load())["k"] as typeof given).list.push(4);
      ((await store.getSnapshotData(version))["k"] as typeof given).list.push(5);
      expect(await store.get("k")).toEqual({ list: [1] });
      expect(await store.getSnapshotData(version)).toEqual({ k: { list: [1] } });
      const saved = { k: { list: [6] } };
      const saving = store.save(saved);
      saved.k.list.push(7);
      await saving;
      expect(await store.load()).toEqual({ k: { list: [6] } });
    }
  });

  it("V3 null is a value", async () => {
    const store = await openStore();
    await store.set("k", null);
    expect(await store.get("k", "default")).toBe(null);
    expect(await store.get("k", "default")).toBe(null);
    expect(await store.get("absent", "default")).toBe("default");
    expect(await store.get("absent")).toBe(undefined);
  });

  it("V4 names that mean something elsewhere are ordinary", async () => {
    const store = await openStore({ deltaStrategy: "dict" });
    const names = ["__proto__", "constructor", "toString", "a/b", "~", ".", ":", "%", "😀", "a\0b", " "];
    for (const name of names) {
      const value = JSON.parse(
        `{${JSON.stringify(name)}:{"":{"polluted":${JSON.stringify("x".repeat(200))}}}}`,
      );
      await store.set(name, value);
      await store.set(name, [value]);
    }
    const version = await store.createSnapshot();
    await store.clear();
    await store.pack();
    const state = await store.restoreSnapshot(version);
    expect(Object.keys(state).sort()).toEqual([...names].sort());
    expect(Object.getPrototypeOf(state)).toBe(null);
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
    expect(await store.get("__proto__")).toEqual([
      JSON.parse(`{"__proto__":{"":{"polluted":${JSON.stringify("x".repeat(200))}}}}`),
    ]);
  });

  it("V5 number literals leave as they came", async () => {
    const store = await openStore();
    const text = '{"a":12345678901234567890,"b":1.0,"c":1e400,"d":-0}' as JsonText;
    await store.write([{ key: "k" as Key, text }], { operation: "set" });
    expect(await store.getText("k")).toBe(text);
    await store.set("z", [-0]);
    expect(await store.getText("z")).toBe("[-0]");
    expect(await store.get("z")).toEqual([-0]);
  });

  it("V6 member order is kept and does not count", async () => {
    const store = await openStore();
    await store.write([{ key: "k" as Key, text: '{"b":1.0,"a":2}' as JsonText }], { operation: "set" });
    await store.set("k", { a: 2, b: 1 });
    expect((await store.status()).revision).toBe(1);
    expect(await store.getText("k")).toBe('{"b":1.0,"a":2}');
  });

  it("V7 order is by UTF-8 bytes, in every list", async () => {
    const store = await openStore();
    const keys = ["b", "a", "ab", "Z", "\uffee", "😀", "é", "a\0"];
    for (const key of keys) await store.set(key, key);
    const sorted = [...keys].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    const at = { kind: "now" } as const;
    expect(Object.keys(await store.load())).toEqual(sorted);
    expect(await store.keys(at, {}, 100)).toEqual(sorted);
    expect((await store.entries(at, {}, 100)).map(({ key }) => key)).toEqual(sorted);
    expect((await store.summaries(at, {}, 100)).map(({ key }) => key)).toEqual(sorted);
    const version = await store.createSnapshot();
    await store.clear();
    expect(await store.keys({ kind: "snapshot", version }, {}, 100)).toEqual(sorted);
    expect(
      await store.keys({ kind: "snapshot", version }, { after: "a" as Key, before: "é" as Key }, 2),
    ).toEqual(["a\0", "ab"]);
    expect(await store.keys({ kind: "snapshot", version }, { from: "ab" as Key }, 1)).toEqual(["ab"]);
  });
});
