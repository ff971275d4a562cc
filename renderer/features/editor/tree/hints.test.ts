import { describe, expect, it } from "vitest";
import { hintOf } from "./hints.ts";

describe("a number", () => {
  it.each([
    "createdAt",
    "updated_at",
    "timestamp",
    "mtime",
    "ts",
    "last-seen",
    "exp",
    "CREATED_ON",
    "expiresAt",
  ])("that is called %s is a time", (name) =>
    expect(hintOf("number", "1759500000", name)?.kind).toBe("time"),
  );

  it.each(["population", "station", "ratio", "balance", "vendor", "sentiment"])(
    "that is called %s is only a number",
    (name) => expect(hintOf("number", "1759500000", name)).toBeNull(),
  );

  it("is a time in seconds or in milliseconds, from 2000 on", () => {
    expect(hintOf("number", "1759500000000", "at")).toEqual(hintOf("number", "1759500000", "at"));
    expect(hintOf("number", "123456789", "at")).toBeNull();
  });
});

it("text is a colour or a time by what it says", () => {
  expect(hintOf("string", '"#3366ff"', "x")).toEqual({ kind: "colour", css: "#3366ff" });
  expect(hintOf("string", '"2026-10-03T14:02:11Z"', "x")?.kind).toBe("time");
  expect(hintOf("string", '"#none"', "x")).toBeNull();
});
