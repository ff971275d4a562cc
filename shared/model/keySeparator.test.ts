import { expect, it } from "vitest";
import { guessSeparator } from "./keySeparator.ts";

it("takes the sign that most keys have", () => {
  expect(guessSeparator(["a/b", "a/c", "d.e"])).toBe("/");
  expect(guessSeparator(["user:1", "user:2"])).toBe(":");
  expect(guessSeparator(["a/b.c", "d/e", "f/g"])).toBe("/");
});

it("takes the likelier one unless another is clearly ahead", () => {
  expect(guessSeparator(["a.b-c", "a.d-e"])).toBe(".");
  expect(guessSeparator(["a.b", "c.d/e", "f/g", "h/i", "j"])).toBe(".");
  expect(guessSeparator(["a.b", "c.d", "e_f", "g_h", "i_j"])).toBe(".");
});

it("takes none that only few keys have, and none that only begins a key", () => {
  expect(guessSeparator(["abc", "def"])).toBeNull();
  expect(guessSeparator(["a-b", "c", "d", "e", "f"])).toBeNull();
  expect(guessSeparator([".a", ".b"])).toBeNull();
  expect(guessSeparator([])).toBeNull();
});

it("looks at keys from the beginning to the end of a long list", () => {
  const keys = Array.from({ length: 30_000 }, (_, index) =>
    index < 15_000 ? `plain${index}` : `a/${index}`,
  );
  expect(guessSeparator(keys)).toBe("/");
});
