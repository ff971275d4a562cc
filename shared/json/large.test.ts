import { describe, expect, it } from "vitest";
import { append, largest, smallest } from "../model/index.ts";
import { minify, parseExact, stringifyExact } from "./index.ts";

describe("F12 values and lists of unusual size", () => {
  it("F12 an array of 17 million items is refused with its place, not by a defect", () => {
    const text = `{"list":[${"1,".repeat(17_000_000)}1]}`;
    expect(() => minify(text)).toThrow(/Expected at most 16,000,000 items in one array.*inside \/list/);
  });

  it("F12 long text loses its white space as short text does, outside its strings alone", () => {
    const item = '{"a  b" : [ 1 ,\n\t"x \\" y" ] } ';
    const written = '{"a  b":[1,"x \\" y"]}';
    const many = Array.from({ length: 300_000 });
    const text = `\ufeff [${many.map(() => item).join(" , ")}]\n`;
    expect(text.length).toBeGreaterThan(2 ** 23);
    expect(minify(text) === `[${many.map(() => written).join(",")}]`).toBe(true);
    const compact = `[${many.map(() => `${written}`).join(",")},${"1,".repeat(2_000_000)}1]`;
    expect(minify(compact) === compact).toBe(true);
  });

  it("F12 objects with more members than are looked at one by one refuse a repeated name at every depth", () => {
    const members = (count: number, inner: string) =>
      `{${Array.from({ length: count }, (_, n) => `"m${n}":${inner}`).join(",")}}`;
    const text = members(30, members(30, members(3, "1")));
    expect(stringifyExact(parseExact(text))).toBe(text);
    const repeated = members(30, "1").replace('"m29"', '"m3"');
    for (const inner of [repeated, members(30, repeated), `{"a":${members(26, "1")},"b":${repeated}}`])
      expect(() => minify(inner)).toThrow(/each member once, found "m3" again/);
    expect(() => minify('{"a":{"b":1,"c":{"d":1}},"e":1,"a":2}')).toThrow(/found "a" again/);
  });

  it("F12 lists are added to and measured however long they are", () => {
    const numbers = Array.from({ length: 1_000_000 }, (_, n) => n);
    const list = [0];
    append(list, numbers);
    expect(list).toHaveLength(1_000_001);
    expect([largest(numbers, -1), smallest(numbers, 5), largest([], 3), smallest([], 4)]).toEqual([
      999_999, 0, 3, 4,
    ]);
  });
});
