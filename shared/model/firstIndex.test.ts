import fc from "fast-check";
import { expect, it } from "vitest";
import { firstIndex } from "./firstIndex.ts";

it("finds where something begins to hold, in as many looks as halving takes", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (start, length, offset) => {
      const end = start + length;
      const turn = Math.min(start + offset, end);
      let looks = 0;
      const found = firstIndex(start, end, (index) => {
        looks += 1;
        expect(index >= start && index < end).toBe(true);
        return index >= turn;
      });
      expect(found).toBe(turn);
      expect(looks).toBeLessThanOrEqual(Math.ceil(Math.log2(length + 1)));
    }),
  );
});
