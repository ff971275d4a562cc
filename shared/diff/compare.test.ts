import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExactValue, equalExact, parseExact, stringifyExact } from "../json/index.ts";
import { compareJson, compareValues } from "./compare.ts";
import { anyPair, rebuild, rebuildFromRows } from "./testing.ts";
import type { DiffChild, DiffNode } from "./tree.ts";

function differenceOf(before: string | null, after: string | null, options = {}): DiffNode {
  const comparison = compareJson(before, after, options);
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return comparison.root;
}

const childNamed = (node: DiffNode, name: string | number): DiffNode | undefined =>
  node.children?.find((child): child is DiffNode => child.kind !== "run" && child.name === name);

const kinds = (children: readonly DiffChild[] | null) =>
  children?.map((child) => (child.kind === "run" ? `${child.count} same` : `${child.name} ${child.kind}`));

describe("comparing two values", () => {
  it("gives exactly both values back from its tree", () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const root = compareValues(before, after);
        expect(equalExact(rebuild(root, "before") as ExactValue, before)).toBe(true);
        expect(equalExact(rebuild(root, "after") as ExactValue, after)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("gives exactly both values back from its rows, all unfolded", () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const root = compareValues(before, after);
        expect(equalExact(rebuildFromRows(root, "before"), before)).toBe(true);
        expect(equalExact(rebuildFromRows(root, "after"), after)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("calls equal values the same, and only those", () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        expect(compareValues(before, after).kind === "same").toBe(equalExact(before, after));
        expect(compareValues(before, parseExact(stringifyExact(before))).kind).toBe("same");
      }),
    );
  });

  it("V6 compares numbers as decimals, not as JavaScript numbers, and ignores the order of members", () => {
    expect(differenceOf("12345678901234567890", "12345678901234567891").kind).toBe("changed");
    expect(differenceOf('{"a":1.0,"b":1e2}', '{"b":100,"a":1}').kind).toBe("same");
    expect(differenceOf("1e400", "1e401").kind).toBe("changed");
    expect(differenceOf("-0", "0").kind).toBe("same");
  });

  it("V4 takes names that mean something to JavaScript or to a delta for ordinary ones", () => {
    const before = '{"__proto__":{"a":1},"constructor":1,"_t":"a","2":1,"1":1,"":0}';
    const after = '{"__proto__":{"a":2},"toString":2,"_t":"b","2":1,"1":1,"":1}';
    const root = differenceOf(before, after);
    expect(kinds(root.children)).toEqual([
      "__proto__ changed",
      "constructor removed",
      "toString added",
      "_t changed",
      "2 same",
      " changed",
    ]);
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  it("tells a missing value from null", () => {
    expect(differenceOf(null, "null").kind).toBe("added");
    expect(differenceOf("null", null).kind).toBe("removed");
    expect(differenceOf("null", "null").kind).toBe("same");
    expect(differenceOf(null, null).kind).toBe("same");
  });

  it("refuses what is not JSON", () => {
    expect(() => compareJson("{", "{}")).toThrow("line 1");
  });
});

describe("items of arrays", () => {
  it("are matched by their id wherever they stand", () => {
    const root = differenceOf(
      '[{"id":1,"n":"a"},{"id":2,"n":"b"},{"id":3,"n":"c"}]',
      '[{"id":3,"n":"c"},{"id":1,"n":"A"},{"id":2,"n":"b"},{"id":4,"n":"d"}]',
    );
    expect(kinds(root.children)).toEqual(["0 moved", "1 changed", "1 same", "3 added"]);
    expect(childNamed(root, 0)?.indexBefore).toBe(2);
    expect(root.totals).toMatchObject({ added: 1, removed: 0, changed: 1, moved: 1 });
  });

  it("are matched by the member the caller names", () => {
    const before = '[{"id":1,"sku":"x","n":1},{"id":2,"sku":"y","n":2}]';
    const after = '[{"id":2,"sku":"x","n":1},{"id":1,"sku":"y","n":2}]';
    expect(kinds(differenceOf(before, after).children)).toContain("0 moved");
    expect(kinds(differenceOf(before, after, { idFields: ["sku"] }).children)).toEqual([
      "0 changed",
      "1 changed",
    ]);
  });

  it("without an id are versions of one another when they are alike", () => {
    const root = differenceOf(
      '[{"a":1,"b":2,"c":3},{"a":9,"b":9,"c":9}]',
      '[{"x":0},{"a":1,"b":2,"c":4},{"a":9,"b":9,"c":9}]',
    );
    expect(kinds(root.children)).toEqual(["0 added", "1 changed", "1 same"]);
  });

  it("that are leaves and replaced in place are one change, not two", () => {
    expect(kinds(differenceOf('["a","b","c"]', '["a","x","c"]').children)).toEqual([
      "1 same",
      "1 changed",
      "1 same",
    ]);
  });

  it("may be hundreds of thousands, shuffled, in time that grows with their number", () => {
    const ids = Array.from({ length: 200_000 }, (_, id) => id);
    const before = JSON.stringify(ids.map((id) => ({ id, v: 0 })));
    const after = JSON.stringify(
      ids.map((id) => ({ id: (id * 7919) % 200_000, v: id % 1000 === 0 ? 1 : 0 })),
    );
    const root = differenceOf(before, after);
    expect(root.totals.changed).toBe(200);
    expect(root.totals.moved).toBeGreaterThan(100_000);
    expect(root.totals.added + root.totals.removed).toBe(0);
  });
});

describe("differences left out", () => {
  it("are counted as hidden", () => {
    const root = differenceOf('{"at":1,"v":{"at":1,"n":1}}', '{"at":2,"v":{"at":2,"n":2}}', {
      ignores: (path: readonly (string | number)[]) => path.at(-1) === "at",
    });
    expect(root.totals).toEqual({ added: 0, removed: 0, changed: 1, moved: 0, hidden: 2 });
  });

  it("may be the order of items", () => {
    const root = differenceOf("[1,2,3]", "[3,1,2]", { ignoreOrder: true });
    expect(root.kind).toBe("same");
    expect(root.totals.hidden).toBe(1);
  });
});
