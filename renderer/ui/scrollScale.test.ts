import { describe, expect, it } from "vitest";
import { domHeight, MAX_HEIGHT, positionOf, scrolledTo } from "./scrollScale.ts";

const short = { virtual: 28_000, viewport: 600 };
const tall = { virtual: 56_000_000, viewport: 600 };

describe("a list that fits into an element", () => {
  it("is scrolled as it is", () => {
    expect(domHeight(short)).toBe(28_000);
    expect(scrolledTo(512, { dom: 0, virtual: 0 }, short)).toEqual({ dom: 512, virtual: 512 });
    expect(positionOf(99_999, short)).toEqual({ dom: 27_400, virtual: 27_400 });
  });
});

describe("a list taller than an element can be", () => {
  it("gets an element of the greatest height", () => {
    expect(domHeight(tall)).toBe(MAX_HEIGHT);
  });

  it("moves pixel by pixel under the wheel", () => {
    const before = positionOf(20_000_000, tall);
    const after = scrolledTo(before.dom + 100, before, tall);
    expect(after.virtual).toBe(20_000_100);
  });

  it("moves in proportion under a dragged scroll bar", () => {
    const after = scrolledTo((MAX_HEIGHT - 600) / 2, { dom: 0, virtual: 0 }, tall);
    expect(after.virtual).toBeCloseTo((56_000_000 - 600) / 2, 0);
  });

  it("reaches both ends", () => {
    const middle = positionOf(20_000_000, tall);
    expect(scrolledTo(0, middle, tall).virtual).toBe(0);
    expect(scrolledTo(MAX_HEIGHT - 600, middle, tall).virtual).toBe(56_000_000 - 600);
    expect(positionOf(1e12, tall)).toEqual({ dom: MAX_HEIGHT - 600, virtual: 56_000_000 - 600 });
  });

  it("keeps off the ends just before them", () => {
    const nearTop = positionOf(3, tall);
    expect(nearTop).toEqual({ dom: 1, virtual: 3 });
    const nearEnd = positionOf(56_000_000 - 600 - 28, tall);
    expect(nearEnd.dom).toBeLessThan(MAX_HEIGHT - 601);
  });
});
