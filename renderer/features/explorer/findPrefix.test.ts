import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntrySummary, Key } from "../../../shared/model/index.ts";
import { compareKeys } from "../../../shared/model/index.ts";
import { findPrefix } from "./findPrefix.ts";

const listOf = (keys: readonly string[]) => {
  const rows = [...keys]
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((key) => ({ key: key as Key }) as EntrySummary);
  return {
    rows,
    fetch: async (offset: number, limit: number) => ({
      total: rows.length,
      rows: rows.slice(offset, offset + limit),
    }),
  };
};

describe("findPrefix", () => {
  const { rows, fetch } = listOf(["api.A", "api.B", "css", "html.a", "😀", "ﬀ"]);

  it.each([
    ["a", 0],
    ["api.B", 1],
    ["h", 3],
    ["ﬀ", 4],
    ["😀", 5],
  ])("finds the first key that begins with %s", async (prefix, index) => {
    expect(await findPrefix(prefix, rows.length, fetch)).toBe(index);
  });

  it.each(["b", "zz", "api.C"])("finds nothing that begins with %s", async (prefix) => {
    expect(await findPrefix(prefix, rows.length, fetch)).toBeNull();
  });

  it("finds nothing in an empty list", async () => {
    expect(await findPrefix("a", 0, listOf([]).fetch)).toBeNull();
  });
});

it("V7 compareKeys orders as the bytes of UTF-8 do", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
