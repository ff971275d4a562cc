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

  it("F10 visits each name once for each part, however many ** there are", () => {
    let compared = 0;
    // A name that counts its reads.
    const counted = () => {
      compared += 1;
      return "a";
    };
    const name = { toString: counted } as unknown as string;
    const path = Array.from({ length: 500 }, () => name);
    const pattern = `${"**.a.".repeat(20)}**.b`;
    expect(fromPattern(pattern)(path)).toBe(false);
    expect(compared).toBeLessThanOrEqual(500);
    expect(fromPattern(`${"**.a.".repeat(20)}**`)(path)).toBe(true);
    expect(fromPattern("**.**")([])).toBe(true);
    expect(fromPattern("a.**")(["a"])).toBe(true);
    expect(fromPattern("a")([])).toBe(false);
  });
});
