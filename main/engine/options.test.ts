import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "./errors.ts";
import { createEnhancedPersistence } from "./index.ts";
import type { EnhancedPersistenceOptions } from "./persistence.ts";
import { failureOf } from "./stores.fixture.ts";

describe("options", () => {
  it.each([
    ["storageBackend", "database", /not available yet/],
    ["storageBackend", "cloud", /file_system, memory.*"cloud"/],
    ["cacheStrategy", "big", /none, memory, persistent/],
    ["deltaStrategy", 7, /"deltaStrategy"/],
    ["maxSnapshots", -1, /"maxSnapshots" option to be a whole number of 0 or more, got -1/],
    [
      "maxSnapshots",
      "ten",
      /^Expected the "maxSnapshots" option to be a whole number of 0 or more, got "ten"\.$/,
    ],
    ["maxSnapshots", 1.5, /whole number of 0 or more, got 1.5/],
    ["enableCompression", "yes", /true or false/],
    ["threadSafe", 1, /true or false/],
    ["autoSnapshotInterval", 0, /seconds/],
    ["autoSnapshotInterval", Number.NaN, /seconds/],
    ["autoSnapshotInterval", 1e9, /seconds/],
    ["durability", "some", /full, normal/],
    ["basePath", "", /path of a directory/],
    ["basepath", "/tmp", /no option "basepath"/],
  ])("%s: %j is refused in a sentence", async (name, value, message) => {
    const failure = await failureOf(
      createEnhancedPersistence({ [name]: value } as EnhancedPersistenceOptions),
    );
    expect(failure).toBeInstanceOf(InvalidOptionError);
    expect(failure).toMatchObject({ code: "INVALID_OPTION", message: expect.stringMatching(message) });
  });

  it("without a path the store is in a fresh temporary directory", async () => {
    const [one, two] = [await createEnhancedPersistence(), await createEnhancedPersistence()];
    expect(one.path).not.toBe(two.path);
    expect(existsSync(one.path as string)).toBe(true);
    await one.close();
    await two.close();
    await rm(one.path as string, { recursive: true });
    await rm(two.path as string, { recursive: true });
  });

  it("a store in memory has no path and does what one on disk does", async () => {
    const store = await createEnhancedPersistence({ storageBackend: "memory" });
    expect(store.path).toBe(null);
    await store.save({ a: 1, b: [2] });
    const version = await store.createSnapshot("s");
    await store.clear();
    await store.pack();
    expect(await store.getSnapshotData(version)).toEqual({ a: 1, b: [2] });
    expect(await store.restoreSnapshotByTag("s")).toEqual({ a: 1, b: [2] });
    expect((await store.verify()).ok).toBe(true);
    await store.undo();
    expect(await store.load()).toEqual({});
    await store.cleanup();
  });
});
