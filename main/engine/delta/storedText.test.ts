import { expect, it } from "vitest";
import { StoredText } from "./storedText.ts";

const texts = ["", "a", "é", "–", "😀", "ab😀cd–é"].flatMap((text) => [
  text,
  text.repeat(50),
  `x${text.repeat(50)}`,
]);

it("is the same from its string and from its UTF-8", () => {
  for (const text of texts) {
    for (const stored of [new StoredText(text), new StoredText(Buffer.from(text))]) {
      expect(stored.size).toBe(Buffer.byteLength(text));
      for (let units = 0; units < 125; units += 1) expect(stored.head(units)).toBe(text.slice(0, units));
      expect(stored.text).toBe(text);
      expect(stored.bytes).toEqual(Buffer.from(text));
    }
  }
});

it("is equal to what has the same text, in whichever form, and to nothing else", () => {
  for (const a of texts) {
    for (const b of texts) {
      for (const one of [new StoredText(a), new StoredText(Buffer.from(a))]) {
        for (const other of [new StoredText(b), new StoredText(Buffer.from(b))]) {
          expect(one.equals(other)).toBe(a === b);
        }
      }
    }
  }
});
