import { describe, expect, it } from "vitest";
import { compareJson } from "./compare.ts";
import { DiffOutline } from "./outline.ts";
import type { DiffRow } from "./row.ts";

function outlineOf(before: unknown, after: unknown): DiffOutline {
  const comparison = compareJson(JSON.stringify(before), JSON.stringify(after));
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return new DiffOutline(comparison.root);
}

const brief = (row: DiffRow) =>
  `${"  ".repeat(row.depth)}${row.name ?? "$"} ${row.kind}${row.fold === "none" ? "" : ` ${row.fold}`}`;

const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, i]));

describe("the rows of a difference", () => {
  it("fold what is the same and draw what differs", () => {
    const before = { same: numbered(5), a: 1, b: 2, c: 3, inner: { x: 1, y: "old" } };
    const after = { ...before, inner: { x: 1, y: "new", z: null } };
    expect(outlineOf(before, after).rows().map(brief)).toEqual([
      "$ changed open",
      "  4 same run",
      "  inner changed open",
      "    x same",
      "    y changed",
      "    z added",
    ]);
  });

  it("unfold a run in its place and a container below itself", () => {
    const outline = outlineOf({ a: [1, 2], b: 2, c: 3, d: 4 }, { a: [1, 2], b: 2, c: 3, d: 5 });
    const run = outline.rows()[1];
    const members = outline.unfold(run?.id ?? 0);
    expect(members.map(brief)).toEqual(["  a same closed", "  b same", "  c same"]);
    expect(outline.unfold(members[0]?.id ?? 0).map(brief)).toEqual(["    0 same", "    1 same"]);
    expect(outline.unfold(987)).toEqual([]);
  });

  it("draw small unchanged containers open where a value is to be read", () => {
    const comparison = compareJson('{"a":{"b":[1]}}', '{"a":{"b":[1]}}');
    if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
    expect(new DiffOutline(comparison.root, true).rows().map(brief)).toEqual([
      "$ same open",
      "  a same open",
      "    b same open",
      "      0 same",
    ]);
  });

  it("keep large additions closed and unfold them a thousand at a time", () => {
    const outline = outlineOf({}, { big: numbered(2_500) });
    const [, big] = outline.rows();
    expect(brief(big as DiffRow)).toBe("  big added closed");
    const members = outline.unfold(big?.id ?? 0);
    expect(members).toHaveLength(1_001);
    const rest = members.at(-1) as DiffRow;
    expect(brief(rest)).toBe("    1500 added run");
    expect(outline.unfold(rest.id)).toHaveLength(1_001);
  });

  it("lay long strings over each other word by word", () => {
    const [, row] = outlineOf(
      { note: "the quick brown fox jumps over the lazy dog" },
      { note: "the quick red fox jumps over the lazy dog" },
    ).rows();
    expect(
      row?.words
        ?.filter(({ kind }) => kind !== "added")
        .map(({ text }) => text)
        .join(""),
    ).toBe(row?.before?.text);
    expect(
      row?.words
        ?.filter(({ kind }) => kind !== "removed")
        .map(({ text }) => text)
        .join(""),
    ).toBe(row?.after?.text);
    expect(row?.words?.map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
  });

  it("show characters that can't be seen, or that turn the text, as escapes", () => {
    const [, row] = outlineOf({ a: 1 }, { a: "x\u202Ey\u200Bz" }).rows();
    expect(row?.after?.text).toBe('"x\\u202ey\\u200bz"');
  });

  it("show a change of type with what was inside and what is", () => {
    expect(
      outlineOf({ a: { x: 1 } }, { a: [2] })
        .rows()
        .map(brief),
    ).toEqual(["$ changed open", "  a changed open", "    x removed", "    0 added"]);
  });
});

describe("F3 what differs in a long text is in its row, wherever in the text it is", () => {
  const lorem = "lorem ipsum ".repeat(300);
  const changed = (before: string, after: string) => outlineOf({ s: before }, { s: after }).rows()[1];

  it.each([
    ["at its end", `${lorem}END-ONE`, `${lorem}END-TWO`, "ONE", "TWO"],
    ["in its middle", `${lorem}ONE ${lorem}`, `${lorem}TWO ${lorem}`, "ONE", "TWO"],
    ["after 36,000 characters", `${lorem.repeat(10)}ONE`, `${lorem.repeat(10)}TWO`, "ONE", "TWO"],
    ["without a space", `${"x".repeat(50_000)}ONE`, `${"x".repeat(50_000)}TWO`, "ONE", "TWO"],
  ])("F3 %s", (_, before, after, old, now) => {
    const row = changed(before, after);
    expect(row?.before?.text).toContain(old);
    expect(row?.after?.text).toContain(now);
    expect(row?.before?.text.length).toBeLessThan(500);
    const shown = row?.words?.map(({ text }) => text).join("") ?? "";
    expect(shown.length).toBeLessThan(1000);
    for (const cell of [row?.before, row?.after]) {
      const [start, end] = cell?.omitted ?? [0, 0];
      expect(start + end).toBeGreaterThan(3_000);
    }
  });

  it("F3 two places far apart are both there, and what is between is left out", () => {
    const row = changed(`ONE ${lorem}ONE`, `TWO ${lorem}TWO`);
    expect(row?.words?.map(({ kind }) => kind)).toEqual([
      "same",
      "removed",
      "added",
      "same",
      "omitted",
      "same",
      "removed",
      "added",
      "same",
    ]);
  });

  it("F3 no emoji and no escape is halved at the ends of what is shown", () => {
    for (let n = 0; n < 4; n += 1) {
      const fill = `${"x".repeat(n)}${"😀\n".repeat(400)}`;
      const row = changed(`${fill}ONE`, `${fill}TWO`);
      expect(row?.before?.text.isWellFormed()).toBe(true);
      expect(row?.before?.text).toMatch(/^(😀|\\n)+ONE"$/u);
    }
  });

  it("F3 a short text is shown whole", () => {
    const row = changed(`${"x".repeat(200)}ONE`, `${"x".repeat(200)}TWO`);
    expect(row?.before?.text).toBe(`"${"x".repeat(200)}ONE"`);
    expect(row?.words?.some(({ kind }) => kind === "omitted") ?? false).toBe(false);
  });
});
