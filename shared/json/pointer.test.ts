import { expect, it } from "vitest";
import { JsonSyntaxError, minify, shortPointer } from "./index.ts";

it("F3 a message repeats a short pointer whole, and of a long one its ends and its depth", () => {
  expect(shortPointer("")).toBe("");
  expect(shortPointer("/a/b~1c/0")).toBe("/a/b~1c/0");
  expect(shortPointer("/0".repeat(500))).toBe("/0/0/…/0/0 (500 levels)");
  expect(shortPointer(`/a/${"x".repeat(1000)}/b`)).toBe(`/a/${"x".repeat(24)}…/b`);
  expect(shortPointer(`/${"😀".repeat(50)}/b`).isWellFormed()).toBe(true);
});

it.each([5_000, 100_000])("F3 what is wrong with %d levels is said in one line", (levels) => {
  const refused = () => minify("[".repeat(levels) + "]".repeat(levels));
  expect(refused).toThrow(JsonSyntaxError);
  expect(refused).toThrow(/^.{1,160}$/);
});
