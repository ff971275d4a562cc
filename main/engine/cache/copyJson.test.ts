import { describe, expect, it } from "vitest";
import type { JsonValue } from "../persistence.ts";
import { copyJson } from "./copyJson.ts";

describe("copyJson", () => {
  it("V2 shares nothing with what it copies", () => {
    const value = { a: [1, { b: "x" }], c: { d: null } };
    const copy = copyJson(value) as typeof value;
    expect(copy).toEqual(value);
    copy.a.push(2);
    (copy.a[1] as { b: string }).b = "y";
    (copy.c as { d: unknown }).d = 1;
    expect(value).toEqual({ a: [1, { b: "x" }], c: { d: null } });
  });

  it("V4 copies a member __proto__ like any other, at any depth", () => {
    const text = '{"__proto__":{"polluted":1},"a":{"__proto__":[{"x":1}]},"constructor":{"prototype":{}}}';
    const copy = copyJson(JSON.parse(text) as JsonValue) as Record<string, unknown>;
    expect(JSON.stringify(copy)).toBe(text);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("V6 keeps the order of members, and every kind of value", () => {
    const text = '{"z":1,"10":true,"a":"x","2":null,"e":[],"o":{},"":[[[]]]}';
    const value = JSON.parse(text) as JsonValue;
    expect(JSON.stringify(copyJson(value))).toBe(JSON.stringify(value));
    expect(Object.is(copyJson(-0), -0)).toBe(true);
  });
});
