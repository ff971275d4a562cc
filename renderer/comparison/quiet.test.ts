import { describe, expect, it } from "vitest";
import { matchesKey, NO_RULES, rulesFor } from "./quiet.ts";

describe("a pattern of keys", () => {
  it("means the keys that are its text, with anything for each star", () => {
    expect(matchesKey("*", "")).toBe(true);
    expect(matchesKey("api.*", "api.Window")).toBe(true);
    expect(matchesKey("api.*", "css.api.x")).toBe(false);
    expect(matchesKey("*.price", "a.b.price")).toBe(true);
    expect(matchesKey("a*a", "a")).toBe(false);
    expect(matchesKey("a*b*c", "a-b-b-c")).toBe(true);
    expect(matchesKey("a*b*c", "acb")).toBe(false);
    expect(matchesKey("exact", "exact")).toBe(true);
    expect(matchesKey("exact", "exactly")).toBe(false);
  });
});

describe("the rules for a key", () => {
  const rule = (keys: string, ignoredPaths: string[], ignoreOrder = false) => ({
    keys,
    ignoredPaths,
    idFields: [],
    ignoreOrder,
  });

  it("are those of every pattern that means it, together", () => {
    const rules = [rule("*", ["**.updatedAt"]), rule("user/*", ["seen"], true), rule("other", ["x"])];
    expect(rulesFor(rules, "user/1")).toEqual({
      ignoredPaths: ["**.updatedAt", "seen"],
      idFields: [],
      ignoreOrder: true,
    });
    expect(rulesFor([rule("other", ["x"])], "user/1")).toBe(NO_RULES);
  });
});
