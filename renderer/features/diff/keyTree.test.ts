import { describe, expect, it } from "vitest";
import type { KeyDifference } from "../../../shared/model/index.ts";
import { guessSeparator, KeyTree } from "./keyTree.ts";

const differences = (...keys: string[]) =>
  keys.map(
    (key, index) => ({ key, kind: index % 2 === 0 ? "added" : "changed" }) as unknown as KeyDifference,
  );

const drawn = (tree: KeyTree, ...open: string[]) =>
  tree
    .rows(new Set(open))
    .map((row) =>
      row.kind === "group"
        ? `${"  ".repeat(row.depth)}${row.name} +${row.totals.added} ~${row.totals.changed}`
        : `${"  ".repeat(row.depth)}${row.name}`,
    );

describe("changed keys as a tree", () => {
  it("gathers keys by their beginnings and rolls the counts up", () => {
    const tree = new KeyTree(differences("api.A.x", "api.A.y", "api.B", "css.color", "alone"), ".");
    expect(drawn(tree)).toEqual(["api. +2 ~1", "css. +0 ~1", "alone"]);
    expect(drawn(tree, "api.", "api.A.")).toEqual([
      "api. +2 ~1",
      "  A. +1 ~1",
      "    x",
      "    y",
      "  B",
      "css. +0 ~1",
      "alone",
    ]);
  });

  it("draws levels with nothing else on them as one", () => {
    const tree = new KeyTree(differences("a.b.c.x", "a.b.c.y"), ".");
    expect(drawn(tree, "a.b.c.")).toEqual(["a.b.c. +1 ~1", "  x", "  y"]);
  });

  it("has odd keys too: nothing before, behind or between separators", () => {
    const tree = new KeyTree(differences(".a", "a.", "a..b", "..."), ".");
    expect(tree.rows(new Set(["a.", ".", "..", "a.."])).filter(({ kind }) => kind === "key")).toHaveLength(4);
  });

  it("knows the groups around a key", () => {
    const tree = new KeyTree(differences("a.b.c", "a.d"), ".");
    expect(tree.groupsAround("a.b.c")).toEqual(["a.", "a.b."]);
    expect(tree.groupsAround("zzz")).toEqual([]);
  });
});

describe("the separator", () => {
  it("is the sign that most keys have", () => {
    expect(guessSeparator(["a/b", "a/c.d", "x"])).toBe("/");
    expect(guessSeparator(["a", "b", "c.d"])).toBeNull();
    expect(guessSeparator([])).toBeNull();
  });
});
