import { describe, expect, it } from "vitest";
import type { Key } from "../../../shared/model/index.ts";
import { groupsAround, keyTreeRows, type Level } from "./keyTree.ts";

const group = (path: string, name = path) =>
  ({ kind: "group", path, name, totals: { added: 1, removed: 0, changed: 2 } }) as const;
const leaf = (key: string) =>
  ({ kind: "key", name: key, difference: { key } }) as unknown as Level["rows"][number];

const levels = new Map<string, Level>([
  ["", { rows: [group("api."), leaf("top")], next: 2 }],
  ["api.", { rows: [group("api.deep.", "deep."), leaf("api.A")], next: null }],
]);

const drawn = (...open: string[]) =>
  keyTreeRows(levels, new Set(open)).map((row) => {
    const indent = "  ".repeat(row.depth);
    return `${indent}${row.kind === "more" ? `more of "${row.prefix}"` : row.name}`;
  });

describe("the changed keys as a tree", () => {
  it("has what is in the groups that are open, and says what is on its way", () => {
    expect(drawn()).toEqual(["api.", "top", 'more of ""']);
    expect(drawn("api.")).toEqual(["api.", "  deep.", "  api.A", "top", 'more of ""']);
    expect(drawn("api.", "api.deep.")[2]).toBe('    more of "api.deep."');
  });

  it("knows the groups around a key, as far as they are here", () => {
    expect(groupsAround(levels, "api.A" as Key)).toEqual({ paths: ["api."], isHere: true });
    expect(groupsAround(levels, "api.deep.x" as Key)).toEqual({
      paths: ["api.", "api.deep."],
      isHere: false,
    });
    expect(groupsAround(levels, "top" as Key)).toEqual({ paths: [], isHere: true });
  });
});
