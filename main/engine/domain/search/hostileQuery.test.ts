import fc from "fast-check";
import { type JSONValue, jsonpath } from "json-p3";
import { describe, expect, it } from "vitest";
import type { JsonText, Key } from "../../../../shared/model/index.ts";
import { InvalidOptionError, LimitError } from "../../errors.ts";
import { entryFilter } from "./entryFilter.ts";
import { toRe2 } from "./iregexp.ts";
import { JsonPath } from "./jsonPath.ts";
import { glob, memberQuery } from "./memberQuery.ts";
import { Walk } from "./walk.ts";

/** Runs a walk to its end, and returns its number of steps and pauses. */
function run<Result>(walk: Walk, walking: Generator<unknown, Result>) {
  for (let pauses = 0; ; pauses += 1) {
    const step = walking.next();
    if (step.done) return { result: step.value, pauses, steps: walk.steps };
  }
}

function select(path: string, value: JSONValue): string[] {
  const walk = new Walk(JSON.stringify(value));
  const found: string[] = [];
  for (const place of JsonPath.compile(path).select(walk, 0)) {
    if (place === null) continue;
    const { result } = run(walk, walk.after(place));
    found.push(walk.text.slice(place, result));
  }
  return found.sort();
}

function nested(depth: number, inner: string): string {
  return "[".repeat(depth) + inner + "]".repeat(depth);
}

/** Nested objects, each in a member `a`. */
function chain(depth: number, inner = "1"): string {
  return '{"a":'.repeat(depth) + inner + "}".repeat(depth);
}

describe("F10 a JSONPath over a value's text selects what RFC 9535 says", () => {
  const leaf = fc.constantFrom(0, 1, 2, 2.5, -1, "a", "b", "ab", "", "x\n", 'q"\\', "é", true, false, null);
  const { tree } = fc.letrec<{ tree: JSONValue }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaf,
      fc.array(tie("tree"), { maxLength: 5 }),
      fc.dictionary(fc.constantFrom("a", "b", "c", 'q"', "é", ""), tie("tree"), { maxKeys: 4 }),
    ) as fc.Arbitrary<JSONValue>,
  }));
  const paths = [
    "$",
    "$.a",
    "$['q\"']",
    '$["é"].a',
    "$[0]",
    "$[-1]",
    "$[9]",
    "$[1:3]",
    "$[::2]",
    "$[::-1]",
    "$[3:0:-2]",
    "$[-2:]",
    "$[:-1]",
    "$[1:5:0]",
    "$.*",
    "$.*.*",
    "$..*",
    "$..a",
    "$..[0]",
    "$..a..b",
    "$['a','b',0]",
    "$..[?@.a]",
    "$..[?!@.a]",
    "$[?@ > 1]",
    "$[?@ >= 2 && @ != 2.5 || @ == 'a']",
    "$..[?@.a == @.b]",
    "$..[?@.a != $.a]",
    "$..[?@ == $.c]",
    "$..[?@.* ]",
    "$..[?length(@) == 2]",
    "$..[?length(@.a) > 0]",
    "$..[?count(@.*) == 2]",
    "$..[?value(@..a) == 1]",
    "$..[?@ >= '' && match(@, 'a.?')]",
    "$..[?@ >= '' && search(@, '[ab]')]",
    "$..[?@.a >= '' && @.b >= '' && match(@.a, @.b)]",
    "$..[?@ < 'b']",
    "$..[?@ == null || @ == true || @ == false]",
    "$[?@[?@.a]]",
    "$..[?@.a.b || @[0]]",
  ];

  it("F10 selects the same places as json-p3 in random values", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(...paths), (value, path) => {
        // json-p3 takes `{}` and `[]` for equal, which RFC 9535, 2.3.5.2.2 does not.
        const text = JSON.stringify(value);
        fc.pre(!/[!=]= [$@]/.test(path) || !(text.includes("{}") && text.includes("[]")));
        const expected = jsonpath.query(path, value).nodes.map(({ value }) => JSON.stringify(value));
        expect(select(path, value)).toEqual(expected.sort());
      }),
      { numRuns: 3_000 },
    );
  });

  it("F10 counts the characters of a text as Unicode does", () => {
    expect(select("$[?length(@) == 1]", ["😀", "ab"])).toEqual(['"😀"']);
  });

  it("F10 finds a member whose name is written with other escapes", () => {
    const walk = new Walk('{"\\u0061":{"b":1}}');
    expect(run(walk, JsonPath.compile("$.a.b").selectsAny(walk, 0)).result).toBe(true);
    const other = new Walk('{"\\u0061":1}');
    expect(run(other, memberQuery("a", "1")(other)).result).toBe(true);
  });
});

describe("F10 patterns take linear time, from any source", () => {
  const evil = [
    "(a+)+$",
    "(a|a)*b",
    "(a*)*b",
    "([a-z]+)*[0-9]",
    "(x+x+)+y",
    "(a?){50}a{50}",
    "(.*)(.*)(.*)(.*)(.*)[^a]z",
  ];

  it.each(evil)("F10 match and search of JSONPath do not backtrack: %s", async (pattern) => {
    const item = `${"a".repeat(20_000)}!`;
    const text = JSON.stringify([{ s: item, p: pattern }]);
    for (const call of ["match(@.s, @.p)", "search(@.s, @.p)", `search(@.s, '${pattern}')`]) {
      const walk = new Walk(text);
      const { steps } = run(walk, JsonPath.compile(`$[?${call} && @.none]`).selectsAny(walk, 0));
      expect(steps).toBeLessThan(20 * text.length);
    }
  });

  it("F10 a text that is too long for an expression is an error, not a wait", async () => {
    const filter = await entryFilter("$[?search(@.s, @.p)]", "value");
    const text = JSON.stringify([{ s: "a".repeat(1_000_000), p: "(a|b|[cd])".repeat(100) }]) as JsonText;
    if (filter.by !== "value") throw new Error("It asks for values.");
    const { wants } = filter;
    await expect(async () => wants("big" as Key, text)).rejects.toThrow(/too long.*"big"/);
  });

  it("F10 a pattern of the query that is no I-Regexp is refused; one of the data matches nothing", () => {
    expect(() => JsonPath.compile("$[?match(@, '\\\\d')]")).toThrow(InvalidOptionError);
    expect(select("$[?match(@.a, @.b)]", [{ a: "1", b: "\\d" }])).toEqual([]);
  });

  it.each([
    ["a.c", "a[^\\n\\r]c"],
    ["[a.]*", "[a.]*"],
    ["(a|b){2,3}", "(?:a|b){2,3}"],
    ["\\p{Lu}\\.", "\\p{Lu}\\."],
    ["[^\\]]", "[^\\]]"],
    ["a**", null],
    ["(?:a)", null],
    ["(?=a)", null],
    ["\\w", null],
    ["\\1", null],
    ["[[:alpha:]]", null],
    ["\\p{Greek}", null],
    ["a)", null],
    ["(a", null],
    ["[a", null],
    ["a{,2}", null],
    ["]", null],
  ])("F10 I-Regexp %s is %s for RE2", (pattern, expected) => {
    expect(toRe2(pattern)).toBe(expected);
  });

  it("F10 a text with many stars is compared in linear time", () => {
    const text = "a".repeat(100_000);
    expect(glob(`${"*a".repeat(40)}*b`)(text)).toBe(false);
    expect(glob("*A*a*")(text)).toBe(true);
    expect(glob("ab*ba")("aba")).toBe(false);
    expect(glob("*")("")).toBe(true);
  });
});

describe("F10 the places visited in one value are bounded", () => {
  it("F10 a path of wildcards through deep arrays visits each place once", () => {
    const names = Array.from({ length: 40 }, () => "*").join(".");
    for (const text of [nested(499, "1"), chain(499), nested(250, chain(240, '{"x":1}'))]) {
      const walk = new Walk(text);
      expect(run(walk, memberQuery(`${names}.never`, "1")(walk)).result).toBe(false);
      const all = new Walk(text.replace("1", '{"never":2}'));
      const { result, steps } = run(all, memberQuery(`${names}.never`, "1")(all));
      expect(result).toBe(false);
      // Each place is skipped once for each level around it, and compared with 41 parts of the path.
      expect(steps).toBeLessThan(41 * 500 + 500 * all.text.length);
    }
  });

  it("F10 a path that would take forever ends in an error that names the key", async () => {
    const filter = await entryFilter("$..*..*..*..*..*[?@.never]", "value");
    if (filter.by !== "value") throw new Error("It asks for values.");
    const text = nested(400, "1") as JsonText;
    const asked = filter.wants("deep" as Key, text);
    const error = await Promise.resolve(asked).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(LimitError);
    expect(error).toMatchObject({ code: "LIMIT", key: "deep" });
    expect(String(error)).toMatch(/stopped after \d+ steps in one value/);
  });

  it("F10 a search inside one value stops when its signal says so", async () => {
    const filter = await entryFilter("$..*..*..*..*..*[?@.never]", "value");
    if (filter.by !== "value") throw new Error("It asks for values.");
    const controller = new AbortController();
    const asked = filter.wants("deep" as Key, nested(400, "1") as JsonText, controller.signal);
    controller.abort(new DOMException("No longer wanted.", "AbortError"));
    await expect(asked).rejects.toThrow("No longer wanted.");
  });

  it("F12 a walk through a large value pauses in proportion to its size", () => {
    const text = `[${"[1,2,3],".repeat(500_000)}{"x":1}]`;
    for (const path of ["$[-1].x", "$..y", "$[?@.y]", "$.y"]) {
      const walk = new Walk(text);
      const { pauses } = run(walk, JsonPath.compile(path).selectsAny(walk, 0));
      if (path !== "$.y") expect(pauses).toBeGreaterThanOrEqual(Math.floor(text.length / 2 ** 19));
    }
    const walk = new Walk(text);
    expect(run(walk, memberQuery("x", "2")(walk)).pauses).toBeGreaterThanOrEqual(
      Math.floor(text.length / 2 ** 19),
    );
  });
});
