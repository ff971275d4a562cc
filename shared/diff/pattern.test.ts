import { describe, expect, it } from "vitest";
import { fromPattern } from "./pattern.ts";

describe("a pattern of paths", () => {
  it("means one path by its names", () => {
    expect(fromPattern("a.b")(["a", "b"])).toBe(true);
    expect(fromPattern("a.b")(["a", "b", "c"])).toBe(false);
    expect(fromPattern("items.0")(["items", 0])).toBe(true);
    expect(fromPattern("a\\.b")(["a.b"])).toBe(true);
  });

  it("leaves one name open by * and any number by **", () => {
    expect(fromPattern("support.*.notes")(["support", "chrome", "notes"])).toBe(true);
    expect(fromPattern("support.*.notes")(["support", "notes"])).toBe(false);
    expect(fromPattern("**.updatedAt")(["updatedAt"])).toBe(true);
    expect(fromPattern("**.updatedAt")(["a", 3, "updatedAt"])).toBe(true);
    expect(fromPattern("**.updatedAt")(["a", 3, "updated"])).toBe(false);
  });
});
