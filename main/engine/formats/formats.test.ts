import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshDirectory, openStore } from "../stores.fixture.ts";
import { contentsOf } from "./contents.fixture.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");

const stores = readdirSync(FIXTURES).flatMap((format) =>
  readdirSync(join(FIXTURES, format), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(format, entry.name)),
);

/** What is known of a revision now, and was not known in format 1. */
const UNKNOWN = { author: null, message: null };

interface Expected {
  readonly records: readonly object[];
  readonly histories: Readonly<Record<string, readonly { readonly revision: object }[]>>;
}

function withAuthors(expected: Expected): unknown {
  const histories = Object.entries(expected.histories).map(([key, versions]) => [
    key,
    versions.map((version) => ({ ...version, revision: { ...UNKNOWN, ...version.revision } })),
  ]);
  return {
    ...expected,
    records: expected.records.map((record) => ({ ...UNKNOWN, ...record })),
    histories: Object.fromEntries(histories),
  };
}

describe.each(stores)("I8 the store %s", (name) => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8"));

  it("gives every revision, snapshot and history entry as the code of its format did", async () => {
    const basePath = join(await freshDirectory(), "store");
    cpSync(join(FIXTURES, name), basePath, { recursive: true });
    const store = await openStore({ basePath });
    expect(await contentsOf(store)).toEqual(withAuthors(expected));
  });
});
