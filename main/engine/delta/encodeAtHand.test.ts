import { expect, it } from "vitest";
import { encodeAtHand } from "./encodeAtHand.ts";
import { StoredText } from "./storedText.ts";

it("gives the UTF-8 of texts of any length, one after another, also after one was given back", () => {
  for (const letter of ["a", "é", "–", "😀"]) {
    for (const count of [0, 1, 70_000, 3, 200_000, 1_500_000]) {
      const text = letter.repeat(count);
      const bytes = encodeAtHand(text);
      expect(bytes.equals(Buffer.from(text)), `${count} times ${letter}`).toBe(true);
      new StoredText(bytes).release();
    }
  }
});
