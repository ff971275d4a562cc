import fc from "fast-check";
import { applyPatch, type Operation } from "rfc6902";
import { describe, expect, it } from "vitest";
import type { JsonText } from "../model/index.ts";
import { patchOperations } from "./patch.ts";

const text = (value: unknown) => JSON.stringify(value) as JsonText;
const patch = (before: unknown, after: unknown) =>
  patchOperations(text(before), text(after)).map((operation) => JSON.parse(operation) as Operation);

/**
 * The result of a public library that applies the patch. The document is a member, so that it can be replaced whole.
 */
function apply(before: unknown, after: unknown): unknown {
  const document = { it: structuredClone(before) };
  const operations = patchOperations(text(before), text(after), ["it"]).map(
    (o) => JSON.parse(o) as Operation,
  );
  const errors = applyPatch(document, operations).filter((error) => error !== null);
  if (errors.length > 0) throw errors[0];
  return document.it;
}

describe("a JSON Patch", () => {
  it("makes any value of any other, applied by a public library", () => {
    // The library refuses paths through __proto__, as a protection.
    const value = fc.jsonValue({ maxDepth: 4 }).filter((v) => !JSON.stringify(v).includes("__proto__"));
    fc.assert(
      fc.property(value, value, (before, after) => {
        expect(apply(before, after)).toEqual(JSON.parse(text(after)));
      }),
      { seed: 20260611, numRuns: 2000 },
    );
  });

  it("makes values of their neighbours: a few members and items more, fewer or changed", () => {
    const leaf = fc.oneof(fc.nat(3), fc.string({ maxLength: 2 }), fc.constant(null));
    const row = fc.record({ id: fc.nat(9), tags: fc.array(leaf, { maxLength: 4 }), "a/b~c": leaf });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.array(row, { maxLength: 6 }), (before, after) => {
        expect(apply(before, after)).toEqual(after);
        const mixed = [...before.slice(0, 2), ...after, ...before.slice(2)];
        expect(apply(before, mixed)).toEqual(mixed);
        expect(apply(mixed, before)).toEqual(before);
      }),
      { seed: 20260611, numRuns: 1000 },
    );
  });

  it("names only what changed", () => {
    const tail = { deep: [true, "y".repeat(50)] };
    const before = { name: "x".repeat(50), list: [1, 2, 3, tail], flag: [false, tail], gone: 0 };
    const after = { name: "x".repeat(50), list: [1, 3, tail], flag: [true, tail], "new/one": 1 };
    expect(patch(before, after)).toEqual([
      { op: "remove", path: "/gone" },
      { op: "remove", path: "/list/1" },
      { op: "replace", path: "/flag/0", value: true },
      { op: "add", path: "/new~1one", value: 1 },
    ]);
    expect(patch(before, before)).toEqual([]);
  });

  it("keeps numbers as they are written", () => {
    const before = `{"n":1,"pad":"${"p".repeat(60)}"}` as JsonText;
    const after = `{"n":12345678901234567890,"pad":"${"p".repeat(60)}"}` as JsonText;
    expect(patchOperations(before, after, ["key"])).toEqual([
      '{"op":"replace","path":"/key/n","value":12345678901234567890}',
    ]);
    expect(patchOperations("1" as JsonText, "1.0" as JsonText)).toEqual([]);
    expect(patchOperations(null, after, ["key"])).toHaveLength(1);
    expect(patchOperations(after, null, ["key"])).toEqual(['{"op":"remove","path":"/key"}']);
  });
});
