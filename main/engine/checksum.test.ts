import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { digestOf } from "./checksum.ts";

it("I1 hashes a long entry piece by piece to what it is as a whole, whatever lies where two pieces meet", () => {
  for (const sign of ["a", "é", "–", "😀", "\ud83d", "\ude00"]) {
    for (const shift of [0, 1, 2, 3]) {
      const text = `${"x".repeat(shift)}${sign.repeat(70_000)}`;
      const whole = createHash("sha256").update(`3:key${text}`).digest("binary");
      expect(digestOf("key", text) === whole, `${JSON.stringify(sign)}, shifted by ${shift}`).toBe(true);
    }
  }
});
