import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLeaves, MOST_FOUND, pathAt } from "./find.ts";
import type { Path } from "./fold.ts";

const found = (text: string, query: string) => findLeaves(text, query).map((offset) => pathAt(text, offset));

describe("finding in a value", () => {
  const text = '{"name":"Ada","list":[10,{"NAME":"x"},[true,"a,b"]],"say \\"hi\\"":null,"e":[]}';

  it.each<[string, Path[]]>([
    ["name", [["name"], ["list", 1, "NAME"]]],
    ["ada", [["name"]]],
    ["1", [["list", 0]]],
    ["tru", [["list", 2, 0]]],
    [",", [["list", 2, 1]]],
    ['y "h', [['say "hi"']]],
    ["null", [['say "hi"']]],
    ["[", []],
    ['"', [['say "hi"'], ['say "hi"']].slice(0, 1)],
    ["", []],
    ["nowhere", []],
  ])("%j is found where it stands in a name or a leaf", (query, paths) => {
    expect(found(text, query)).toEqual(paths);
  });

  it("finds a name and the leaf it names one after the other", () => {
    expect(found('{"on":"on"}', "on")).toEqual([["on"], ["on"]]);
    expect(findLeaves('{"on":"on"}', "on")).toEqual([1, 6]);
  });

  it("finds no more than a person would go through, and says that there are more", () => {
    expect(findLeaves(JSON.stringify(Array(MOST_FOUND).fill("a")), "a")).toHaveLength(MOST_FOUND);
    expect(findLeaves(JSON.stringify(Array(MOST_FOUND + 9).fill("a")), "a")).toHaveLength(MOST_FOUND + 1);
  });

  it("finds each leaf that contains the text, and nothing else", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, fc.string({ minLength: 1, maxLength: 2 }), (any, query) => {
        const wanted = JSON.stringify(query).slice(1, -1).toLowerCase();
        const whole = JSON.stringify([any]);
        const expected = tokensOf([any]).filter((token) => token.toLowerCase().includes(wanted)).length;
        // A letter that is another number of characters in the other case is folded by one of the two only.
        fc.pre(whole.toLowerCase().length === whole.length);
        expect(findLeaves(whole, query)).toHaveLength(expected);
      }),
    );
  });
});

/** Names and leaves as they are written, without quotes. */
function tokensOf(value: unknown): string[] {
  const bare = (token: unknown) => JSON.stringify(token).replace(/^"|"$/g, "");
  if (Array.isArray(value)) return value.flatMap(tokensOf);
  if (typeof value !== "object" || value === null) return [bare(value)];
  return Object.entries(value).flatMap(([name, inner]) => [bare(name), ...tokensOf(inner)]);
}
