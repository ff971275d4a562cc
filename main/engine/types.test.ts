import { expect, expectTypeOf, it } from "vitest";
import { createEnhancedPersistence, type EnhancedPersistence, type Entry, type Revision } from "./index.ts";

interface Theme {
  name: string;
  contrast: number;
}

it("gives a value the type of its default, and unknown without one", async () => {
  await using store = await createEnhancedPersistence({ storageBackend: "memory" });
  expectTypeOf(await store.get("theme")).toBeUnknown();
  expectTypeOf(await store.get<Theme>("theme")).toEqualTypeOf<Theme | undefined>();
  const theme = await store.get("theme", { name: "dusk", contrast: 1 });
  expectTypeOf(theme).toEqualTypeOf<Theme>();
  expect(theme.name).toBe("dusk");
});

it("takes what is typed by an interface, and plain strings and numbers", async () => {
  await using store = await createEnhancedPersistence({ storageBackend: "memory" });
  const state: { theme: Theme } = { theme: { name: "dusk", contrast: 1.2 } };
  const settings: Settings = { ...state, language: "en" };
  await store.save(settings);
  await store.write([{ key: "language", text: '"fr"' }], {
    operation: "set",
    expected: new Map([["language", 1]]),
  });
  expect(await store.read("language", { kind: "revision", revision: 1 })).toMatchObject({ text: '"en"' });
  expectTypeOf(store.read).returns.resolves.toEqualTypeOf<Entry | undefined>();
  expectTypeOf<Awaited<ReturnType<EnhancedPersistence["write"]>>>().toEqualTypeOf<Revision | null>();
  // @ts-expect-error A key is a string.
  await expect(store.set(1, "x")).rejects.toThrow("key");
});

it("makes its last snapshot and closes where a block that uses it ends", async () => {
  let store: EnhancedPersistence;
  {
    await using used = await createEnhancedPersistence({ storageBackend: "memory" });
    store = used;
    await used.set("a", 1);
  }
  await expect(store.get("a")).rejects.toMatchObject({ code: "STORE_CLOSED" });
});

interface Settings {
  theme: Theme;
  language: string;
}
