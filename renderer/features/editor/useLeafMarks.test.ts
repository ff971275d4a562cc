import { describe, expect, it } from "vitest";
import { compareJson, DiffOutline } from "../../../shared/diff/index.ts";
import { marksOf } from "./useLeafMarks.ts";

function marksBetween(then: unknown, now: unknown) {
  const comparison = compareJson(JSON.stringify(now), JSON.stringify(then));
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return marksOf(new DiffOutline(comparison.root).rows());
}

describe("the marks of a value of the past", () => {
  it("say what became of each place since then, and where something inside changed", () => {
    const markOf = marksBetween(
      { a: 1, same: true, inner: { b: [1, 2] }, gone: { deep: 1 } },
      { a: 2, same: true, inner: { b: [1, 3] }, later: 1 },
    );
    expect(markOf(["a"])).toBe("changed");
    expect(markOf(["same"])).toBeUndefined();
    expect(markOf(["inner"])).toBe("inside");
    expect(markOf(["inner", "b", 0])).toBeUndefined();
    expect(markOf(["gone"])).toBe("removed");
    expect(markOf(["gone", "deep"])).toBe("removed");
  });

  it("are none where the value is as it was", () => {
    expect(marksBetween({ a: [1] }, { a: [1] })(["a", 0])).toBeUndefined();
  });

  it("are on the whole where it is another kind of value now", () => {
    expect(marksBetween({ a: { b: 1 } }, { a: 5 })(["a"])).toBe("changed");
  });
});
