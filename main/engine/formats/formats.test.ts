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

describe.each(stores)("I8 the store %s", (name) => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8"));

  it("gives every revision, snapshot and history entry as the code of its format did", async () => {
    const basePath = join(await freshDirectory(), "store");
    cpSync(join(FIXTURES, name), basePath, { recursive: true });
    const store = await openStore({ basePath });
    expect(await contentsOf(store)).toEqual(expected);
  });
});
