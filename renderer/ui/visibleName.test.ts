import { expect, it } from "vitest";
import { visibleName } from "./visibleName.ts";

it("leaves ordinary names as they are", () => {
  expect(visibleName("api.AbortController 中文 😀 <b>")).toBe("api.AbortController 中文 😀 <b>");
});

it("puts a name that is nothing but space in quotes", () => {
  expect(visibleName("   ")).toBe("“   ”");
  expect(visibleName("\n")).toBe("“\\n”");
  expect(visibleName("")).toBe("");
});

it("shows line breaks, control characters and characters that turn the text", () => {
  expect(visibleName("a\nb\tc\u0000d\u202ee\u200bf")).toBe("a\\nb\\tc\\u0000d\\u202ee\\u200bf");
});
