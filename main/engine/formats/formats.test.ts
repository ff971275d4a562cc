import { describe, expect, it } from "vitest";
import { openStore } from "../stores.fixture.ts";
import { contentsOf } from "./contents.fixture.ts";
import { copyOf, expectedOf, stores } from "./stores.fixture.ts";

describe.each(stores())("I8 the store %s", (name) => {
  it("gives every revision, snapshot and history entry as the code of its format did", async () => {
    const basePath = await copyOf(name);
    const store = await openStore({ basePath });
    expect(await contentsOf(store)).toEqual(expectedOf(name));
  });
});
