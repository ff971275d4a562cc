import { expect, it } from "vitest";
import { countsInWords } from "./difference.ts";

it("G1 counts are said in words, without those that are zero", () => {
  expect(countsInWords({ added: 3, removed: 400_052, changed: 0 })).toBe("3 added, 400,052 removed");
  expect(countsInWords({ added: 0, removed: 0, changed: 1 })).toBe("1 changed");
  expect(countsInWords({ added: 0, removed: 0, changed: 0 })).toMatch(/only written differently/);
  expect(countsInWords(null)).toMatch(/pruned the history/);
});
