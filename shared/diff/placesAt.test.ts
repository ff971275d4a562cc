import { describe, expect, it } from "vitest";
import { differsAt } from "./placesAt.ts";

const before = '{"a":{"b":1.0,"c":[1,2]},"list":[{"id":1,"n":1},{"id":2,"n":2}],"x.y":1}';

describe("a difference at a path", () => {
  it("is where what stands there is another, whatever changed elsewhere", () => {
    const after = '{"a":{"b":1,"c":[1,3]},"list":[{"id":1,"n":1},{"id":2,"n":5}],"x.y":2}';
    expect(differsAt(before, after, "a.b")).toBe(false);
    expect(differsAt(before, after, "a.c")).toBe(true);
    expect(differsAt(before, after, "a.c.0")).toBe(false);
    expect(differsAt(before, after, "a.*")).toBe(true);
    expect(differsAt(before, after, "list.*.id")).toBe(false);
    expect(differsAt(before, after, "**.n")).toBe(true);
    expect(differsAt(before, after, "x\\.y")).toBe(true);
    expect(differsAt(before, after, "nowhere")).toBe(false);
  });

  it("is where it stands on one side only, in a value that is new or gone", () => {
    expect(differsAt(null, before, "a.b")).toBe(true);
    expect(differsAt(before, null, "a.z")).toBe(false);
    expect(differsAt('{"a":1}', '{"a":{"b":1}}', "a.b")).toBe(true);
  });

  it("F10 is found for many ** through deep values, visiting each place once", () => {
    const deep = (leaf: number) => `${'{"a":'.repeat(450)}${leaf}${"}".repeat(450)}`;
    const pattern = `${"**.a.".repeat(12)}**`;
    expect(differsAt(deep(1), deep(2), pattern)).toBe(true);
    expect(differsAt(deep(1), deep(1), pattern)).toBe(false);
    expect(differsAt(deep(1), deep(2), `${pattern}.b`)).toBe(false);
  });
});
