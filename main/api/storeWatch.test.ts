import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEnhancedPersistence, type EnhancedPersistence, WatchBindings } from "../engine/index.ts";
import { SafetySnapshots } from "../service/safetySnapshots.ts";
import { StoreWatch } from "./storeWatch.ts";

let directory: string;
let store: EnhancedPersistence;
let watch: StoreWatch;
const path = (name: string) => join(directory, name);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-watch-"));
  store = await createEnhancedPersistence({ basePath: path("store") });
  watch = new StoreWatch(store, new SafetySnapshots(store, () => 0), new WatchBindings(path("bindings")));
  await writeFile(path("first.json"), '{"a":1}');
  await watch.start(path("first.json"), { kind: "never" });
});

afterEach(async () => {
  await watch.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

it("a file that can't be watched leaves the store bound to the one before, which it still follows", async () => {
  await writeFile(path("second.json"), "not JSON");
  await expect(watch.start(path("second.json"), { kind: "never" })).rejects.toThrow(
    "second.json is not JSON",
  );
  expect(watch.status).toMatchObject({ name: "first.json", state: { kind: "inStep" } });
  await writeFile(path("first.json"), '{"a":2}');
  await expect.poll(() => store.load()).toEqual({ a: 2 });
  await store.set("a", 3);
  await expect.poll(() => readFile(path("first.json"), "utf8")).toContain('"a":3');
});

it("another file takes the place of the one before, which is left as it was", async () => {
  await writeFile(path("second.json"), '{"b":1}');
  await watch.start(path("second.json"), { kind: "never" });
  expect(await store.load()).toEqual({ b: 1 });
  await store.set("b", 2);
  await expect.poll(() => readFile(path("second.json"), "utf8")).toContain('"b":2');
  expect(await readFile(path("first.json"), "utf8")).toBe('{"a":1}');
});

async function claimed(file: string): Promise<StoreWatch> {
  await watch.stop();
  await writeFile(path("store/watch.json"), JSON.stringify({ file, rule: { kind: "every" } }));
  const again = new StoreWatch(
    store,
    new SafetySnapshots(store, () => 1),
    new WatchBindings(path("bindings")),
  );
  await again.resume();
  return again;
}

it("F4 a file that only the store's folder names is followed after a person agreed, and not before", async () => {
  await writeFile(path("named.json"), '{"b":1}');
  const claim = await claimed(path("named.json"));
  expect(claim.status).toMatchObject({ path: path("named.json"), state: { kind: "claimed" } });
  await expect(claim.setRule({ kind: "never" })).rejects.toThrow("not bound");
  expect(await store.load()).toEqual({ a: 1 });
  // The bound file is the one that was shown, whatever the folder says now.
  await writeFile(path("store/watch.json"), JSON.stringify({ file: path("first.json") }));
  expect(await claim.follow({ kind: "never" })).toMatchObject({ path: path("named.json") });
  expect(await store.load()).toEqual({ b: 1 });
  await claim.close();
  expect(existsSync(path("store/watch.json"))).toBe(false);
});

it("F4 a file that only the store's folder names can be forgotten, or not be there", async () => {
  const claim = await claimed(path("missing.json"));
  await expect(claim.follow({ kind: "never" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await store.load()).toEqual({ a: 1 });
  await claim.stop();
  expect(claim.status).toBeNull();
  expect(existsSync(path("store/watch.json"))).toBe(false);
  await claim.close();
});

it("F19 no file can be bound to a store that is only read, and what its folder says stays", async () => {
  await watch.close();
  await store.close();
  store = await createEnhancedPersistence({ basePath: path("store"), readOnly: true });
  watch = new StoreWatch(store, new SafetySnapshots(store, () => 0), new WatchBindings(path("bindings")));
  await watch.resume();
  expect(watch.status).toBeNull();
  for (const refused of [watch.start(path("first.json"), { kind: "never" }), watch.stop()]) {
    await expect(refused).rejects.toMatchObject({
      code: "READ_ONLY",
      message: expect.stringContaining("was opened to be read only"),
    });
  }
  expect(await readFile(path("first.json"), "utf8")).toBe('{"a":1}');
});
