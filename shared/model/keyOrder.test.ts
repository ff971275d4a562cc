import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareKeys } from "./keyOrder.ts";

describe("compareKeys", () => {
  it("V7 is the order of the UTF-8 bytes", () => {
    const text = fc.string({ unit: "binary", maxLength: 6 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2000 },
    );
  });

  it("puts what is beyond the basic plane after the end of it", () => {
    expect(compareKeys("\u{1F680}", "\uFFFD")).toBeGreaterThan(0);
  });
});
