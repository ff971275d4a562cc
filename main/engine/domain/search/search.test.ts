import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key } from "../../../../shared/model/index.ts";
import { InvalidOptionError } from "../../errors.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../../index.ts";
import { entryFilter, type FilterMode } from "./entryFilter.ts";
import { searchHistory } from "./historySearch.ts";
import { valueQuery } from "./valueQuery.ts";

const VALUE = JSON.stringify({
  email: "Ada@Example.com",
  price: 8.5,
  on: true,
  none: null,
  address: { city: "Bern", lines: [{ zip: "3000" }, { zip: "3001" }] },
  "a.b": "x: y",
  tags: ["new", "café"],
  url: "https://example.org/x",
}) as JsonText;

/** Whether a filter matches, however often the walk pauses. */
function wants(question: string, text: string): boolean {
  const walking = valueQuery(question)(text as JsonText);
  for (;;) {
    const step = walking.next();
    if (step.done) return step.value;
  }
}

describe("a question to a value", () => {
  it.each([
    ["email: *@example.com", true],
    ["email: *@example.org", false],
    ["email:ada@example.com", true],
    ["price: 8.5", true],
    ["price: 8.50", true],
    ["price: 8", false],
    ["price: >= 8", true],
    ["price: < 8", false],
    ["price: != 8", true],
    ["on: true", true],
    ['on: "true"', false],
    ["none: null", true],
    ["city: bern", true],
    ["address.city: Bern", true],
    ["address.lines.zip: 3001", true],
    [".city: Bern", false],
    [".address.city: Bern", true],
    ["address.*: bern", true],
    ["tags: new", true],
    ["missing: *", false],
    ["$.address.lines[?@.zip == '3001']", true],
    ["$.nothing", false],
    ["bern", true],
    ["CAFÉ", true],
    ["https://example.org", true],
    ["nowhere", false],
  ])("%s → %s", (question, expected) => {
    expect(wants(question, VALUE)).toBe(expected);
  });

  it("compares numbers exactly", () => {
    expect(wants("id: 12345678901234567890", '{"id":12345678901234567891}')).toBe(false);
    expect(wants("id: 12345678901234567890", '{"id":12345678901234567890}')).toBe(true);
  });

  it("says what it can't read", () => {
    expect(() => valueQuery("$[[")).toThrow(InvalidOptionError);
  });
});

describe("a filter of keys", () => {
  const matches = async (filter: string, mode: FilterMode, key: string) => {
    const found = await entryFilter(filter, mode);
    return found.by === "key" && found.matches(key as Key);
  };

  it("finds text without regard to case, and expressions with it when they have capitals", async () => {
    expect(await matches("LICE", "text", "user.alice")).toBe(true);
    expect(await matches("^user\\.\\w+$", "regex", "User.alice")).toBe(true);
    expect(await matches("^User", "regex", "user.alice")).toBe(false);
    await expect(matches("(", "regex", "x")).rejects.toThrow("missing closing )");
  });

  it("takes linear time for an expression that backtracking would never finish", async () => {
    expect(await matches("^(a+)+$", "regex", `${"a".repeat(5000)}!`)).toBe(false);
  });
});

describe("search through history", () => {
  let store: EnhancedPersistence;

  beforeEach(async () => {
    store = await createEnhancedPersistence({ storageBackend: "memory" });
  });

  afterEach(() => store.close());

  it("gives intervals, deleted keys included", async () => {
    await store.set("a", { price: 8, n: 1 }); // 1
    await store.set("a", { price: 8, n: 2 }); // 2
    await store.set("a", { price: 9 }); // 3
    await store.set("a", { price: 8 }); // 4
    await store.set("b", { price: 8 }); // 5
    await store.delete("b"); // 6
    await store.set("c", { price: 7 }); // 7
    const found = [];
    for await (const step of searchHistory(store, [await entryFilter("price: 8", "value")], {}))
      found.push(...step.found);
    expect(found.map(({ key, from, until }) => [key, from, until])).toEqual([
      ["a", 4, null],
      ["a", 1, 3],
      ["b", 5, 6],
    ]);
  });

  it("looks at the keys asked for only", async () => {
    await store.save({ ab: 1, b: 1, c: 2 });
    const filters = [await entryFilter("b", "text"), await entryFilter("1", "value")];
    const found = [];
    for await (const step of searchHistory(store, filters, {})) found.push(...step.found);
    expect(found.map(({ key }) => key)).toEqual(["ab", "b"]);
  });
});
