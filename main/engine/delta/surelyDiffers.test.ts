import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalJson } from "../../../shared/json/index.ts";
import { surelyDiffers } from "./surelyDiffers.ts";

describe("surelyDiffers", () => {
  it("W3 never says so of two texts that say the same value", () => {
    for (const [a, b] of [
      ['{"a":1,"b":2}', '{"b":2,"a":1}'],
      ['{"a":1.0}', '{"a":1}'],
      ["100", "1e2"],
      ["[1,10]", "[1,1e1]"],
      ["0", "-0"],
      ["[-0]", "[0]"],
      ['"\\u0061"', '"a"'],
      ['["a\\u0062"]', '["ab"]'],
      ['{"a:1":1,"a:2":2}', '{"a:2":2,"a:1":1}'],
      ['[{"x":1,"12":2}]', '[{"12":2,"x":1}]'],
      ["12345678901234567890", "1234567890123456789e1"],
      ['{"true":1,"tru":2}', '{"tru":2,"true":1}'],
      ["1.50", "1.5"],
    ] as const) {
      expect([a, b, equalJson(a, b)]).toEqual([a, b, true]);
      expect([a, b, surelyDiffers(a, b), surelyDiffers(b, a)]).toEqual([a, b, false, false]);
    }
    const shuffled = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffled)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([k, v]) => [k, shuffled(v)]),
            )
          : value;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (x, y) => {
        const a = JSON.stringify(x);
        expect(surelyDiffers(a, JSON.stringify(shuffled(x)))).toBe(false);
        const b = JSON.stringify(y);
        if (equalJson(a, b)) expect(surelyDiffers(a, b)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("sees an object with other names", () => {
    for (const [a, b] of [
      ['{"a":1,"c":3}', '{"a":1,"b":2,"c":3}'],
      ['{"x":{"a":[{"b":"}"}],"c":3},"y":1}', '{"x":{"b":[{"a":"}"}],"c":3},"y":1}'],
      ['{"a":1}', '{"b":1}'],
      ['{"\\u0061":1}', '{"b":1}'],
    ] as const) {
      expect([a, b, surelyDiffers(a, b), surelyDiffers(b, a)]).toEqual([a, b, true, true]);
    }
    // The same name with another escape.
    expect(surelyDiffers('{"\\u0061":1}', '{"a":1}')).toBe(false);
  });

  it("sees a scalar that differs at the same place", () => {
    for (const [a, b] of [
      ['{"id":1,"v":17,"t":[]}', '{"id":1,"v":18,"t":[]}'],
      ["[1,2]", "[1,2,3]"],
      ['{"a":"x"}', '{"a":"y"}'],
      ['{"a":"x"}', '{"a":1}'],
      ["true", "false"],
      ['{"a":1}', '{"a":1,"b":2}'],
      ["1", "11"],
      ['{"\\"":"a\\\\","v":1}', '{"\\"":"a\\\\","v":2}'],
      ['["a","b"]', '["a","c"]'],
    ] as const) {
      expect([a, b, surelyDiffers(a, b)]).toEqual([a, b, true]);
    }
  });
});
