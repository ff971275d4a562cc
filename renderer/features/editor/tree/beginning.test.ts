import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minify } from "../../../../shared/json/index.ts";
import { endedBeginning } from "./beginning.ts";

describe("the beginning of a value", () => {
  it.each([
    ['{"a":1,"b":2', '{"a":1}'],
    ['{"a":1,"b":', '{"a":1}'],
    ['{"a":1,"b', '{"a":1}'],
    ['{"a":"lorem ips', '{"a":"lorem ips"}'],
    ['{"a":"lorem"', '{"a":"lorem"}'],
    ['[[1,{"a":[tru', '[[1,{"a":[]}]]'],
    ['["a\\', '["a"]'],
    ['["a\\\\', '["a\\\\"]'],
    ['["\\u00e', '[""]'],
    ['["\\u00e9', '["\\u00e9"]'],
    ['{"a":[]', '{"a":[]}'],
    ['"lorem', '"lorem"'],
    ["[", "[]"],
    ["12", "12"],
  ])("%s is shown as %s", (text, ended) => {
    expect(endedBeginning(text)).toBe(ended);
  });

  it("is a value that begins as the whole does, wherever it is cut", () => {
    const cut = fc.tuple(fc.jsonValue({ maxDepth: 4 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(cut, ([value, share]) => {
        const text = minify(JSON.stringify([value]).replaceAll("\\\\", "\\u005c"));
        const part = text.slice(0, 1 + Math.floor(share * text.length));
        expect(isBeginning(JSON.parse(endedBeginning(part)), JSON.parse(text))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function isBeginning(part: unknown, whole: unknown): boolean {
  if (typeof part === "string") return typeof whole === "string" && whole.startsWith(part);
  if (typeof part !== "object" || part === null) return Object.is(part, whole);
  if (typeof whole !== "object" || whole === null || Array.isArray(part) !== Array.isArray(whole))
    return false;
  return Object.entries(part).every(
    ([name, value]) =>
      Object.hasOwn(whole, name) && isBeginning(value, (whole as Record<string, unknown>)[name]),
  );
}
