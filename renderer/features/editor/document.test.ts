import { describe, expect, it } from "vitest";
import { documentOf, textOf } from "./document.ts";

describe("a document", () => {
  it.each(["", "\n", "a", "a\n", "\na", '{\n  "a": 1\n}', "\n\n"])("holds %j as it is", async (text) => {
    expect(textOf(await documentOf(text))).toBe(text);
  });

  it("holds a long text as it is, with all its lines", async () => {
    const line = "lorem ipsum dolor sit amet";
    const text = Array.from({ length: 200_000 }, (_, number) => `${number} ${line}`).join("\n");
    const document = await documentOf(text);
    expect(document.lines).toBe(200_000);
    expect(document.line(123_457).text).toBe(`123456 ${line}`);
    expect(textOf(document) === text).toBe(true);
  });

  it("holds a long text without lines, and one that ends with a line", async () => {
    for (const text of ["x".repeat(2_500_000), `${"y".repeat(1_500_000)}\n`, `${"z".repeat(999_999)}\n\n`]) {
      const document = await documentOf(text);
      expect(textOf(document) === text).toBe(true);
    }
  });
});
