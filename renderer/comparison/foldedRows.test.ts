import { describe, expect, it } from "vitest";
import type { DiffRow } from "../../shared/diff/index.ts";
import { nextChange, visibleRows, withUnfolded } from "./foldedRows.ts";

const row = (id: number, depth: number, more: Partial<DiffRow> = {}) =>
  ({ id, depth, fold: "none", stop: false, ...more }) as DiffRow;

const ids = (rows: readonly DiffRow[]) => rows.map(({ id }) => id);

describe("unfolding", () => {
  const rows = [row(1, 0, { fold: "open" }), row(2, 1, { fold: "run" }), row(3, 1, { fold: "closed" })];

  it("puts what was folded in the place of a run", () => {
    expect(ids(withUnfolded(rows, 2, [row(7, 1), row(8, 1)]))).toEqual([1, 7, 8, 3]);
  });

  it("puts it below a container, which is open then", () => {
    const after = withUnfolded(rows, 3, [row(7, 2)]);
    expect(ids(after)).toEqual([1, 2, 3, 7]);
    expect(after[2]?.fold).toBe("open");
  });

  it("of a row that is gone changes nothing", () => {
    expect(withUnfolded(rows, 99, [row(7, 1)])).toBe(rows);
  });
});

describe("closed containers", () => {
  it("hide everything deeper, up to the next row of their own level", () => {
    const rows = [row(1, 0), row(2, 1), row(3, 2), row(4, 2), row(5, 1), row(6, 2)];
    expect(ids(visibleRows(rows, new Set([2])))).toEqual([1, 2, 5, 6]);
    expect(ids(visibleRows(rows, new Set([1])))).toEqual([1]);
    expect(visibleRows(rows, new Set())).toBe(rows);
  });
});

describe("the next change", () => {
  const rows = [row(1, 0), row(2, 1, { stop: true }), row(3, 1), row(4, 1, { stop: true })];

  it("is found either way, and none beyond the ends", () => {
    expect(nextChange(rows, -1, 1)).toBe(1);
    expect(nextChange(rows, 1, 1)).toBe(3);
    expect(nextChange(rows, 3, 1)).toBeNull();
    expect(nextChange(rows, 3, -1)).toBe(1);
    expect(nextChange(rows, 1, -1)).toBeNull();
  });
});
