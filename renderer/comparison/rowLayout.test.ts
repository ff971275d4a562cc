import { describe, expect, it } from "vitest";
import { compareJson, DiffOutline } from "../../shared/diff/index.ts";
import { columnsIn, ROW_HEIGHT, rowHeight, shapeOf } from "./rowLayout.ts";

function structure(before: string, after: string) {
  const comparison = compareJson(before, after);
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return comparison.root;
}

function changedRow(before: unknown, after: unknown) {
  const root = structure(JSON.stringify({ v: before }), JSON.stringify({ v: after }));
  const [, row] = new DiffOutline(root).rows();
  if (row === undefined) throw new Error("Expected a row");
  return row;
}

describe("a changed row", () => {
  it("has both values on one line where they fit", () => {
    const row = changedRow(1, 2);
    expect(shapeOf(row, 80)).toBe("inline");
    expect(rowHeight(row, "unified", 80)).toBe(ROW_HEIGHT);
  });

  it("has them one below the other where they don't, and word by word where that helps", () => {
    const unlike = changedRow("a".repeat(90), "b".repeat(90));
    expect(shapeOf(unlike, 80)).toBe("stacked");
    expect(rowHeight(unlike, "unified", 80)).toBeGreaterThan(2 * ROW_HEIGHT);
    expect(shapeOf(changedRow("one two three four five six", "one two three 4 five six"), 20)).toBe("words");
  });

  it("is never higher than can be scrolled in", () => {
    expect(rowHeight(changedRow("a".repeat(9_000), "b".repeat(9_000)), "unified", 40)).toBeLessThan(600);
  });
});

describe("a moved row", () => {
  it("says where it came from beside its value where both fit, and on a line more where they don't", () => {
    const root = structure('["first item","b","c"]', '["b","c","first item"]');
    const row = new DiffOutline(root).rows().find(({ kind }) => kind === "moved");
    if (row === undefined) throw new Error("Expected a moved row");
    expect(row.indexBefore).toBe(0);
    expect(rowHeight(row, "split", 32)).toBe(ROW_HEIGHT);
    expect(rowHeight(row, "split", 26)).toBeGreaterThan(ROW_HEIGHT);
  });
});

describe("columns", () => {
  it("are halved side by side and never too few to read", () => {
    expect(columnsIn(1000, "split", 7)).toBeLessThan(columnsIn(1000, "unified", 7) / 2 + 5);
    expect(columnsIn(10, "split", 7)).toBe(6);
  });

  it("F3 a row is the higher, the narrower the window is, so that its value can be read", () => {
    const row = changedRow("one two three", "one two four");
    const heights = [800, 400, 300, 240].map((width) =>
      rowHeight(row, "split", columnsIn(width, "split", 7.2)),
    );
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(heights.at(-1)).toBeGreaterThan(2 * ROW_HEIGHT);
  });
});
