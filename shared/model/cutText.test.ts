import { expect, it } from "vitest";
import { cutText } from "./cutText.ts";

it.each([
  ["an emoji of two units", "ab😀cd"],
  ["a family joined of several", "ab👨‍👩‍👧‍👦cd"],
  ["a flag", "ab🇩🇪cd"],
  ["a letter and its accents", "abe\u0301\u0302cd"],
  ["a syllable of Hangul in parts", "ab\u1100\u1161\u11a8cd"],
])("F3 a cut never halves %s", (_, text) => {
  const inside = text.slice(2, -2);
  for (let limit = 0; limit <= text.length; limit += 1) {
    const cut = cutText(text, limit);
    expect(text.startsWith(cut)).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(limit);
    if (cut.length > 2) expect(cut.startsWith(`ab${inside}`), `${limit}`).toBe(true);
    else expect(cut.length).toBe(Math.min(limit, 2));
  }
});

it("F3 a cut takes what is cut, however many accents a letter has", () => {
  const text = `a${"\u0301".repeat(500)}`;
  expect(cutText(text, 300)).toHaveLength(300);
  expect(cutText("x".repeat(1000), 120)).toHaveLength(120);
  expect(cutText("short", 120)).toBe("short");
});
