import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align } from "./alignment.ts";

describe("aligning two arrays", () => {
  it("pairs equal items once each and keeps the most in place when none repeats", () => {
    const { partner, inPlace } = align(["a", "b", "c", "d"], ["d", "a", "b", "x"]);
    expect([...partner]).toEqual([1, 2, -1, 0]);
    expect([...inPlace]).toEqual([1, 1, 0, 0]);
  });

  it("pairs only equal items, each at most once, and leaves those in place in order", () => {
    const items = fc.array(fc.nat(5), { maxLength: 30 });
    fc.assert(
      fc.property(items, items, (before, after) => {
        const { partner, inPlace } = align(before, after);
        const paired = [...partner].filter((to) => to >= 0);
        expect(new Set(paired).size).toBe(paired.length);
        expect(before.every((item, from) => partner[from] === -1 || after[partner[from] ?? 0] === item)).toBe(
          true,
        );
        const staying = [...partner].filter((_, from) => inPlace[from] === 1);
        expect(staying).toEqual([...staying].sort((one, other) => one - other));
      }),
    );
  });
});
