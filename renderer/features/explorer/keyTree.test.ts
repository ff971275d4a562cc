import { describe, expect, it } from "vitest";
import type { EntrySummary } from "../../../shared/model/index.ts";
import { groupsOf, type KeyLevel, keyTreeRows } from "./keyTree.ts";

const group = (path: string, entries: number) => ({ name: path, path, summary: null, entries });
const entry = (path: string) => ({
  name: path,
  path,
  summary: { key: path } as unknown as EntrySummary,
  entries: 0,
});

describe("the rows of the key tree", () => {
  const levels = new Map<string, KeyLevel>([
    ["", { rows: [entry("api"), group("api.", 3), entry("z")], next: null }],
    ["api.", { rows: [entry("api.a"), group("api.b.", 2)], next: "api.b." }],
  ]);

  it("are the top level at first", () => {
    expect(keyTreeRows(levels, new Set()).map(({ id }) => id)).toEqual(["key api", "group api.", "key z"]);
  });

  it("show what is in an open group, and that there is more", () => {
    const rows = keyTreeRows(levels, new Set(["api."]));
    expect(rows.map(({ id, depth }) => `${depth} ${id}`)).toEqual([
      "0 key api",
      "0 group api.",
      "1 key api.a",
      "1 group api.b.",
      "1 more api.",
      "0 key z",
    ]);
  });

  it("leave a place for a level that isn't here yet", () => {
    expect(keyTreeRows(levels, new Set(["api.", "api.b."])).map(({ id }) => id)).toContain("more api.b.");
  });
});

it("groupsOf names the groups around a key", () => {
  expect(groupsOf("api.b.c", ".")).toEqual(["api.", "api.b."]);
  expect(groupsOf("css.", ".")).toEqual(["css."]);
  expect(groupsOf("z", ".")).toEqual([]);
});
