import fc from "fast-check";
import { expect, it } from "vitest";
import { typedOver } from "./lineBreaks.ts";

const asField = (text: string) => text.replace(/\r\n?/g, "\n");
const texts = fc.string({ unit: fc.constantFrom("a", "b", "\r", "\n", "\r\n", "é", "😀"), maxLength: 12 });

it("F1 a field that shows every line break as one kind changes none that was not typed over", () => {
  expect(typedOver("one\r\ntwo\rthree\n", "one\ntwo\nthree!\n")).toBe("one\r\ntwo\rthree!\n");
  expect(typedOver("a\r\nb", "x")).toBe("x");
  fc.assert(
    fc.property(texts, texts, texts, (head, tail, typed) => {
      fc.pre(!(head.endsWith("\r") && tail.startsWith("\n")));
      const before = head + tail;
      const shown = asField(head) + asField(typed) + asField(tail);
      const after = typedOver(before, shown);
      // What the field shows is what is written, and nothing typed leaves all as it was.
      expect(asField(after)).toBe(shown);
      if (typed === "") expect(after).toBe(before);
    }),
    { numRuns: 3000 },
  );
});
