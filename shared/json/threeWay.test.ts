import { describe, expect, it } from "vitest";
import type { JsonText } from "../model/index.ts";
import { disputedPlaces, mergeThreeWay } from "./threeWay.ts";

const text = (json: string) => json as JsonText;
const base = text('{"n":1.0,"title":"\\u00e9","tags":["a","b"],"deep":{"x":1,"y":2}}');

describe("two edits of one value", () => {
  it("differ only where edits differ, with who changed it", () => {
    const theirs = text('{"n":2,"title":"\\u00e9","tags":["a","c"],"deep":{"x":1,"y":2}}');
    const mine = text('{"n":3,"title":"\\u00e9","tags":["a","b"],"deep":{"x":1},"new":null}');
    expect(
      disputedPlaces(base, theirs, mine).map(({ path, changedBy }) => `${path.join("/")} ${changedBy}`),
    ).toEqual(["n both", "tags/1 theirs", "deep/y mine", "new mine"]);
  });

  it("are laid together as decided, each part as it is written", () => {
    const theirs = text('{"n":2.00,"title":"\\u00e9","tags":["a","c"],"deep":{"x":1,"y":2}}');
    const mine = text('{"n":12345678901234567890,"title":"\\u00e9","tags":["a","b"],"deep":{"x":1}}');
    expect(
      mergeThreeWay(base, theirs, mine, ({ changedBy }) => (changedBy === "theirs" ? "theirs" : "mine")),
    ).toBe('{"n":12345678901234567890,"title":"\\u00e9","tags":["a","c"],"deep":{"x":1}}');
    expect(mergeThreeWay(base, theirs, mine, () => "theirs")).toBe(theirs);
    expect(mergeThreeWay(base, theirs, mine, () => "mine")).toBe(mine);
  });

  it("that say the same need no decision, whatever was there before", () => {
    expect(disputedPlaces(base, text('{"a":1,"b":1.0}'), text('{"b":1,"a":1}'))).toEqual([]);
  });

  it("leave an array whole when it got longer or shorter", () => {
    const [place, ...others] = disputedPlaces(text("[1,2]"), text("[1,2,3]"), text("[1,5]"));
    expect(others).toEqual([]);
    expect(place).toMatchObject({ path: [], theirs: "[1,2,3]", mine: "[1,5]", changedBy: "both" });
  });

  it("may be about a key that is gone, or that both made", () => {
    expect(disputedPlaces(text("1"), undefined, text("2"))).toMatchObject([{ path: [], changedBy: "both" }]);
    expect(mergeThreeWay(text("1"), undefined, text("2"), () => "theirs")).toBeUndefined();
    expect(disputedPlaces(undefined, text('{"a":1}'), text('{"a":2}'))).toMatchObject([
      { path: [], changedBy: "both" },
    ]);
  });
});
