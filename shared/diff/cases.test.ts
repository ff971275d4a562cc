import fc from "fast-check";
import { applyPatch, type Operation } from "rfc6902";
import { describe, expect, it } from "vitest";
import type { JsonText } from "../model/index.ts";
import { changesOf, type PlaceChange } from "./changes.ts";
import { compareJson } from "./compare.ts";
import { patchOperations } from "./patch.ts";

const text = (value: unknown) => JSON.stringify(value) as JsonText;

function changes(before: unknown, after: unknown, options = {}): PlaceChange[] {
  const comparison = compareJson(text(before), text(after), options);
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return changesOf(comparison.root);
}

/** The operations of a patch, after checking with a public library that they turn one value into the other. */
function patch(before: unknown, after: unknown): Operation[] {
  const operations = patchOperations(text(before), text(after), ["it"]).map(
    (o) => JSON.parse(o) as Operation,
  );
  const document = { it: structuredClone(before) };
  expect(applyPatch(document, operations).filter((error) => error !== null)).toEqual([]);
  expect(document.it).toEqual(after);
  return operations;
}

const ids = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const moved = <T>(items: readonly T[], from: number, to: number): T[] => {
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(to, 0, items[from] as T);
};

describe("what moved", () => {
  it("F21 of two items that changed places the one between them did not move", () => {
    const found = changes({ b: [1, 2, 10, 11, 12, 3, 20, 5] }, { b: [1, 2, 10, 11, 12, 5, 20, 3] });
    expect(found.map(({ kind, pointer, movedFrom }) => [kind, pointer, movedFrom])).toEqual([
      ["moved", "/b/5", 7],
      ["moved", "/b/7", 5],
    ]);
  });

  it("F21 one of 400 that moved is one move in the JSON Patch, and one in the difference", () => {
    for (const [from, to] of [
      [3, 200],
      [200, 3],
      [0, 399],
      [399, 0],
    ] as const) {
      const before = ids(400);
      const after = moved(before, from, to);
      expect(patch(before, after)).toEqual([{ op: "move", from: `/it/${from}`, path: `/it/${to}` }]);
      expect(changes(before, after)).toHaveLength(1);
    }
  });

  it("F21 a reversed list of five is four moves at most", () => {
    const l = ["first", "second", "third", "fourth", "fifth"].map((word) => word.repeat(30));
    expect(patch({ l }, { l: l.toReversed() })).toHaveLength(4);
    const found = changes({ l }, { l: l.toReversed() });
    expect(found.map(({ kind, pointer }) => [kind, pointer])).toEqual(
      [0, 1, 3, 4].map((index) => ["moved", `/l/${index}`]),
    );
  });

  it("F21 of 30 items one moved, one changed and one removed are four operations at most", () => {
    const before = Array.from({ length: 30 }, (_, id) => ({ id, name: `item ${id}`, size: id * 10 }));
    const changed = before.with(12, { id: 12, name: "another", size: 120 });
    const after = moved(changed, 4, 20).toSpliced(25, 1);
    expect(patch(before, after).length).toBeLessThanOrEqual(4);
    const words = before.map(({ name }) => name);
    expect(patch(words, moved(words.with(12, "another"), 4, 20).toSpliced(25, 1)).length).toBeLessThanOrEqual(
      4,
    );
  });

  it("F21 items that occur several times stay where a longest common subsequence leaves them", () => {
    expect(changes(["a", "b", "a"], ["b", "a"]).map(({ kind, pointer }) => [kind, pointer])).toEqual([
      ["removed", "/0"],
    ]);
    const zeros = Array.from({ length: 50 }, () => 0);
    expect(changes([1, ...zeros, 2], [2, ...zeros, 1])).toHaveLength(2);
  });

  it("F21 a patch of long lists in any order is right", () => {
    const before = ids(2000).map(({ id }) => ({ id, text: "x".repeat(40) }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1999), fc.nat(1999)), { minLength: 1, maxLength: 6 }),
        (places) => {
          const after = places.reduce((items, [from, to]) => moved(items, from, to), before);
          expect(patch(before, after).length).toBeLessThanOrEqual(places.length);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("F21 a patch of lists with repeats, replacements and renames is right", () => {
    const item = fc.oneof(fc.nat(4), fc.constantFrom("a", "b"), fc.record({ id: fc.nat(5), v: fc.nat(2) }));
    const value = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.array(item, { maxLength: 8 }), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(value, value, (before, after) => {
        patch(before, after);
        patch({ pad: "p".repeat(500), before }, { pad: "p".repeat(500), before: after });
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what was renamed", () => {
  it("F21 a member with another name and the same value is offered as renamed", () => {
    const [before, after] = [
      { first_name: "Ann", age: 3 },
      { firstName: "Ann", age: 3 },
    ];
    expect(changes(before, after)).toEqual([
      { kind: "moved", pointer: "/firstName", movedFrom: "first_name", before: null, after: null },
    ]);
    const pad = "p".repeat(200);
    expect(patch({ ...before, pad }, { ...after, pad })).toEqual([
      { op: "move", from: "/it/first_name", path: "/it/firstName" },
    ]);
    expect(changes(before, after, { ignoreOrder: true })).toHaveLength(1);
  });

  it("F21 nothing is guessed where several members have the value, or the value says nothing", () => {
    const kinds = (before: unknown, after: unknown) =>
      changes(before, after)
        .map(({ kind }) => kind)
        .sort();
    expect(kinds({ a: "x", b: "x" }, { c: "x", d: "x" })).toEqual(["added", "added", "removed", "removed"]);
    expect(kinds({ a: true, b: "x" }, { c: true, d: "y" })).toEqual(["added", "added", "removed", "removed"]);
    expect(kinds({ a: true }, { c: true })).toEqual(["moved"]);
    expect(kinds({ a: "x", b: [1, 2] }, { c: [1, 2], d: "x" })).toEqual(["moved", "moved"]);
    expect(kinds({ a: "x" }, { a: "y", b: "x" })).toEqual(["added", "changed"]);
  });
});
