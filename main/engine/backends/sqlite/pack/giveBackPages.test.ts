import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStore } from "../../../stores.fixture.ts";

/** A value of 40 kB, similar to the previous one. */
const value = (n: number) => ({
  n,
  lines: Array.from({ length: 1000 }, (_, i) => `line ${i * 7919} of the text`),
});

it("D1 what pack frees goes back to the file system, and every version stays as it was", async () => {
  const store = await openStore({ maxSnapshots: 0 });
  const versions: string[] = [];
  for (let n = 0; n < 40; n += 1) {
    for (const key of ["a", "b", "c"]) await store.set(key, value(n));
    versions.push(await store.createSnapshot());
  }
  const live = 3 * JSON.stringify(value(0)).length;
  const { bytesBefore } = await store.pack();
  expect(bytesBefore).toBeGreaterThan(30 * live);
  for (const [n, version] of versions.entries()) {
    expect((await store.getSnapshotData(version))["b"]).toEqual(value(n));
  }
  expect((await store.verify()).ok).toBe(true);
  const path = store.path as string;
  await store.cleanup();
  expect((await stat(join(path, "strata.db"))).size).toBeLessThan(3 * live);
});

it("D1 small values that pack makes smaller leave no half-empty pages behind", async () => {
  const store = await openStore({ maxSnapshots: 0 });
  const keys = Array.from({ length: 200 }, (_, i) => `customer/${i}`);
  for (let n = 0; n < 30; n += 1) {
    const address = "12 Some Street, 12345 Some Town, Some Country, and so on and so forth";
    await store.save(Object.fromEntries(keys.map((key) => [key, { key, n, address, tags: ["a", "b"] }])));
    await store.createSnapshot();
  }
  const file = join(store.path as string, "strata.db");
  await store.cleanup();
  const before = (await stat(file)).size;
  const again = await openStore({ basePath: store.path as string, maxSnapshots: 0 });
  await again.pack();
  expect((await again.verify()).ok).toBe(true);
  await again.cleanup();
  expect((await stat(file)).size).toBeLessThan(before / 2);
});
