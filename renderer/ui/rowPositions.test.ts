import { expect, it } from "vitest";
import { type RowDepth, rowPositions } from "./rowPositions.ts";

const brief = (rows: readonly RowDepth[]) =>
  rowPositions(rows).map((row) => `${row["aria-level"]}: ${row["aria-posinset"]}/${row["aria-setsize"]}`);
const at = (...depths: (number | null)[]) => depths.map((depth) => ({ depth }));

it("F3 a row's position is the one among its siblings, at each level", () => {
  expect(brief(at(0, 1, 1, 2, 2, 2, 1, 0))).toEqual([
    "1: 1/2",
    "2: 1/3",
    "2: 2/3",
    "3: 1/3",
    "3: 2/3",
    "3: 3/3",
    "2: 3/3",
    "1: 2/2",
  ]);
});

it("F3 two groups beside each other have their own", () => {
  expect(brief(at(0, 1, 0, 1, 1))).toEqual(["1: 1/2", "2: 1/1", "1: 2/2", "2: 1/2", "2: 2/2"]);
});

it("F3 how many there are is unknown while rows are still to come, at that level only", () => {
  expect(brief([{ depth: 0 }, { depth: 1 }, { depth: 1, isMore: true }])).toEqual([
    "1: 1/1",
    "2: 1/-1",
    "2: 2/-1",
  ]);
});

it("F3 a heading between rows counts for none", () => {
  expect(brief(at(null, 0, null, 0))).toEqual([
    "undefined: undefined/undefined",
    "1: 1/2",
    "undefined: undefined/undefined",
    "1: 2/2",
  ]);
});
