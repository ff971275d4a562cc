import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minify } from "../../../../shared/json/index.ts";
import { applySplice, inverse } from "../../../state/splice.ts";
import {
  duplicateRow,
  insertChild,
  moveRow,
  moveTo,
  removeRow,
  renameMember,
  replaceValue,
  type TreeEdit,
} from "./edits.ts";
import { ALL_OPEN, CLOSED, type Fold, inside, OPEN, type Path, withFold } from "./fold.ts";
import { indexOfPath, type Outline, outlineOf, rowAt, type TreeRow } from "./outline.ts";

const rowsOf = (outline: Outline): TreeRow[] =>
  Array.from({ length: outline.root?.rows ?? 0 }, (_, index) => rowAt(outline, index) as TreeRow);
const row = (text: string, fold: Fold, path: Path): TreeRow => {
  const outline = outlineOf(text, fold);
  return rowAt(outline, indexOfPath(outline, path) ?? -1) as TreeRow;
};
const edited = (text: string, edit: TreeEdit | null) => (edit ? applySplice(text, edit.splice) : null);

describe("the rows of a value", () => {
  const text = minify('{"a": {"b": [1, "x,]"], "c": {}}, "d": "\\"}", "e": -1.50}');

  it("are its members, and those of what is open", () => {
    expect(rowsOf(outlineOf(text, OPEN)).map(({ path }) => path)).toEqual([["a"], ["d"], ["e"]]);
    const some = withFold(OPEN, ["a"], () => OPEN);
    expect(rowsOf(outlineOf(text, some)).map(({ path }) => path.join("."))).toEqual([
      "a",
      "a.b",
      "a.c",
      "d",
      "e",
    ]);
  });

  it("say their values as they are written", () => {
    const rows = rowsOf(outlineOf(text, ALL_OPEN));
    expect(rows.map((each) => text.slice(each.valueStart, each.end))).toEqual([
      '{"b":[1,"x,]"],"c":{}}',
      '[1,"x,]"]',
      "1",
      '"x,]"',
      "{}",
      '"\\"}"',
      "-1.50",
    ]);
  });

  it("are none for a closed container, an empty one and a leaf", () => {
    expect(outlineOf(text, CLOSED).root).toBeNull();
    expect(rowsOf(outlineOf("{}", OPEN))).toEqual([]);
    expect(outlineOf("12", OPEN).root).toBeNull();
  });

  it("V4 take a member __proto__ like any other", () => {
    expect(rowsOf(outlineOf('{"__proto__":{"x":1},"":2}', ALL_OPEN)).map(({ path }) => path)).toEqual([
      ["__proto__"],
      ["__proto__", "x"],
      [""],
    ]);
  });

  it("are found by their paths, whatever is open", () => {
    const tree = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(1, "a", null, '{[,\\"'),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 3 }), tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, fc.array(fc.nat(20)), (value, closings) => {
        const whole = JSON.stringify(value);
        let fold = ALL_OPEN;
        for (const closing of closings) {
          const found = rowAt(outlineOf(whole, fold), closing);
          if (found) fold = withFold(fold, found.path, (each) => ({ ...each, isOpen: false }));
        }
        const outline = outlineOf(whole, fold);
        for (const [index, each] of rowsOf(outline).entries()) {
          expect(indexOfPath(outline, each.path)).toBe(index);
          const expected = each.path.reduce<unknown>(
            (at, step) => (at as Record<string, unknown>)[step],
            value,
          );
          expect(JSON.parse(whole.slice(each.valueStart, each.end))).toEqual(expected);
        }
      }),
    );
  });
});

describe("an edit", () => {
  const text = '{"a":1.0,"b":[10,{"x":1},30],"c":"\\u0041"}';
  const state = { text, fold: ALL_OPEN };

  it("V5 leaves everything else as it is written", () => {
    const edit = replaceValue(state, row(text, ALL_OPEN, ["b", 1, "x"]), "12345678901234567890");
    expect(edited(text, edit)).toBe('{"a":1.0,"b":[10,{"x":12345678901234567890},30],"c":"\\u0041"}');
  });

  it("renames a member in its place, but not to a name that is taken", () => {
    expect(edited(text, renameMember(state, row(text, ALL_OPEN, ["a"]), 'a "b"'))).toMatch(
      /^\{"a \\"b\\"":1\.0,/,
    );
    expect(renameMember(state, row(text, ALL_OPEN, ["a"]), "c")).toBeNull();
  });

  it.each([
    [["a"], '{"b":[10,{"x":1},30],"c":"\\u0041"}', ["b"]],
    [["c"], '{"a":1.0,"b":[10,{"x":1},30]}', ["b"]],
    [["b", 0], '{"a":1.0,"b":[{"x":1},30],"c":"\\u0041"}', ["b", 0]],
    [["b", 2], '{"a":1.0,"b":[10,{"x":1}],"c":"\\u0041"}', ["b", 1]],
    [["b", 1, "x"], '{"a":1.0,"b":[10,{},30],"c":"\\u0041"}', ["b", 1]],
  ] as const)("removes %j and chooses its neighbour", (path, expected, chosen) => {
    const edit = removeRow(state, row(text, ALL_OPEN, path));
    expect(edited(text, edit)).toBe(expected);
    expect(edit.path).toEqual(chosen);
  });

  it("duplicates items and members, these under a free name", () => {
    expect(edited(text, duplicateRow(state, row(text, ALL_OPEN, ["b", 0])))).toContain("[10,10,{");
    expect(edited(text, duplicateRow(state, row(text, ALL_OPEN, ["c"])))).toMatch(/"c copy":"\\u0041"\}$/);
  });

  it("moves a row past its sibling, and not past the end", () => {
    expect(edited(text, moveRow(state, row(text, ALL_OPEN, ["b", 2]), -1))).toContain('[10,30,{"x":1}]');
    expect(edited(text, moveRow(state, row(text, ALL_OPEN, ["a"]), 1))).toMatch(/^\{"b":\[.*\],"a":1\.0,"c"/);
    expect(moveRow(state, row(text, ALL_OPEN, ["a"]), -1)).toBeNull();
    expect(moveRow(state, row(text, ALL_OPEN, ["c"]), 1)).toBeNull();
  });

  it.each([
    [["a"], ["b", 0], '{"b":[10,1.0,{"x":1},30],"c":"\\u0041"}', ["b", 1]],
    [["b", 0], ["b", 1], '{"a":1.0,"b":[{"x":1,"0":10},30],"c":"\\u0041"}', ["b", 0, "0"]],
    [["b", 0], ["b", 2], '{"a":1.0,"b":[{"x":1},30,10],"c":"\\u0041"}', ["b", 2]],
    [["b", 2], ["a"], '{"a":1.0,"2":30,"b":[10,{"x":1}],"c":"\\u0041"}', ["2"]],
    [["b", 1, "x"], ["c"], '{"a":1.0,"b":[10,{},30],"c":"\\u0041","x":1}', ["x"]],
    [["c"], ["a"], '{"a":1.0,"c":"\\u0041","b":[10,{"x":1},30]}', ["c"]],
  ] as const)("moves %j to %j", (from, to, expected, chosen) => {
    const edit = moveTo(state, row(text, ALL_OPEN, from), row(text, ALL_OPEN, to));
    expect(edited(text, edit)).toBe(expected);
    expect(edit?.path).toEqual(chosen);
    expect(edit && applySplice(expected, inverse(edit.splice))).toBe(text);
  });

  it("moves nothing into itself, and takes no name that is taken", () => {
    expect(moveTo(state, row(text, ALL_OPEN, ["b"]), row(text, ALL_OPEN, ["b", 1, "x"]))).toBeNull();
    const both = '{"a":{"n":1},"b":{"n":2}}';
    const here = (path: Path) => row(both, ALL_OPEN, path);
    const edit = moveTo({ text: both, fold: ALL_OPEN }, here(["a", "n"]), here(["b", "n"]));
    expect(edited(both, edit)).toBe('{"a":{},"b":{"n":2,"n 2":1}}');
  });

  it("puts a child into an empty container", () => {
    const root = outlineOf("{}", OPEN).root;
    if (!root) throw new Error("Expected a branch");
    const edit = insertChild({ text: "{}", fold: OPEN }, root, [], { index: 0, name: "n", value: "null" });
    expect(edited("{}", edit)).toBe('{"n":null}');
  });

  it("takes the folds of an array along", () => {
    const fold = withFold(
      withFold(OPEN, ["b"], () => OPEN),
      ["b", 1],
      () => OPEN,
    );
    const removed = removeRow({ text, fold }, row(text, fold, ["b", 0]));
    expect(inside(inside(removed.fold, "b"), 0).isOpen).toBe(true);
    expect(inside(inside(removed.fold, "b"), 1).isOpen).toBe(false);
    const moved = moveRow({ text, fold }, row(text, fold, ["b", 1]), 1);
    expect(moved && inside(inside(moved.fold, "b"), 2).isOpen).toBe(true);
  });

  it("is taken back by its inverse", () => {
    const edit = removeRow(state, row(text, ALL_OPEN, ["b", 1]));
    expect(applySplice(applySplice(text, edit.splice), inverse(edit.splice))).toBe(text);
  });
});
