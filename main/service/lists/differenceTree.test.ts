import { describe, expect, it } from "vitest";
import { compareKeys, type Key, type KeyDifference } from "../../../shared/model/index.ts";
import { levelOf, shownKey } from "./differenceTree.ts";

const differences = (...keys: string[]) =>
  keys
    .map((key) => ({ key: key as Key, kind: key.endsWith("+") ? "added" : "changed" }) as KeyDifference)
    .sort((a, b) => compareKeys(a.key, b.key));

const drawn = (list: KeyDifference[], separator: string | null, prefix = "") =>
  levelOf(list, separator, prefix).map((row) =>
    row.kind === "key" ? row.name : `${row.name}* +${row.totals.added} ~${row.totals.changed}`,
  );

describe("a level of the differing keys", () => {
  it("has a row for each group with its counts, and for each key outside of one", () => {
    const list = differences("api.A", "api.B+", "api.deep.c", "css.x+", "top");
    expect(drawn(list, ".")).toEqual(["api.* +1 ~2", "css.* +1 ~0", "top"]);
    expect(drawn(list, ".", "api.")).toEqual(["A", "B+", "deep.* +0 ~1"]);
    expect(drawn(list, null)).toHaveLength(5);
    expect(drawn(list, ".", "none.")).toEqual([]);
  });

  it("draws a group that holds only another group as one with it", () => {
    const list = differences("a.b.c.x", "a.b.c.y", "a.b.c.d.z", "z");
    expect(drawn(list, ".")).toEqual(["a.b.c.* +0 ~3", "z"]);
    expect(drawn(list, ".", "a.b.c.")).toEqual(["d.* +0 ~1", "x", "y"]);
  });

  it("takes a key that ends with the separator, or begins with it, as it is", () => {
    expect(drawn(differences("a.", "a.b", ".x"), ".")).toEqual([".* +0 ~1", "a.", "a.* +0 ~1"]);
  });

  it("rolls up a hundred thousand keys, sorted by their bytes", () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k/${index % 10}/${index}`);
    const list = differences(...keys, "\u{1F600}/a", "\uFFFD/b");
    expect(drawn(list, "/")).toEqual(["k/* +0 ~100000", "\uFFFD/* +0 ~1", "\u{1F600}/* +0 ~1"]);
    expect(drawn(list, "/", "k/")[3]).toBe("3/* +0 ~10000");
    expect(drawn(list, "/", "k/3/")).toHaveLength(10_000);
  });
});

it("the key to be shown is the one asked for, or the first", () => {
  const list = differences("a", "b");
  expect(shownKey(list, "b" as Key)).toBe("b");
  expect(shownKey(list, "x" as Key)).toBe("a");
  expect(shownKey([], undefined)).toBeNull();
});
