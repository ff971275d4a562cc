import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEnhancedPersistence, type EnhancedPersistence } from "../engine/index.ts";
import { StoreWatch } from "./storeWatch.ts";
import { Tripwire } from "./tripwire.ts";

let directory: string;
let store: EnhancedPersistence;
let watch: StoreWatch;
const path = (name: string) => join(directory, name);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-watch-"));
  store = await createEnhancedPersistence({ basePath: path("store") });
  watch = new StoreWatch(store, new Tripwire(store, () => 0));
  await writeFile(path("first.json"), '{"a":1}');
  await watch.start(path("first.json"), { kind: "never" });
});

afterEach(async () => {
  await watch.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

it("a file that can't be watched leaves the store tied to the one before, which it still follows", async () => {
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
