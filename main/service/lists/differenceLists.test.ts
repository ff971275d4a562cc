import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { importPlan } from "../../../shared/contract/index.ts";
import { type Key, NOW } from "../../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../../engine/index.ts";
import { DifferenceLists, type Side } from "./differenceLists.ts";
import { FileStates } from "./fileStates.ts";

let store: EnhancedPersistence;
let files: FileStates;
let lists: DifferenceLists;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-test-"));
  store = await createEnhancedPersistence({ storageBackend: "memory" });
  files = new FileStates();
  lists = new DifferenceLists(store, files);
  await store.save({ a: 1, b: { x: 1.0 }, c: [1], "\u{1F600}": 1 });
});

afterEach(async () => {
  await files.close();
  await store.close();
  await rm(directory, { recursive: true });
});

const ALL = { kinds: null, filter: "" };

async function file(text: string, name = "other.json"): Promise<Side> {
  const path = join(directory, name);
  await writeFile(path, text);
  return { kind: "file", file: { path, name, plan: importPlan.parse({}) } };
}

describe("keys that were renamed", () => {
  it("F21 a removed key and an added one with the same value are offered as one that was renamed", async () => {
    await store.save({ first_name: "Ann", twin1: "same", twin2: "same", flag: true, gone: [1, 2], kept: 0 });
    const from = await store.createSnapshot();
    await store.save({ firstName: "Ann", twin3: "same", twin4: "same", mark: true, came: [1, 3], kept: 0 });
    const side: Side = { kind: "snapshot", version: from };
    const rows = await lists.list(side, NOW);
    expect(
      rows.filter(({ renamedFrom, renamedTo }) => renamedFrom !== undefined || renamedTo !== undefined),
    ).toEqual([
      expect.objectContaining({ key: "firstName", kind: "added", renamedFrom: "first_name" }),
      expect.objectContaining({ key: "first_name", kind: "removed", renamedTo: "firstName" }),
    ]);
    expect((await lists.window(side, NOW, { kinds: ["added"], filter: "FIRST" }, 0, 10)).rows).toMatchObject([
      { key: "firstName", renamedFrom: "first_name" },
    ]);
    expect(await lists.totals(side, NOW)).toEqual({ added: 5, removed: 5, changed: 0 });
  });
});

it("a comparison that was given up, and has not ended yet, answers no one who asks next", async () => {
  const from = await store.createSnapshot();
  await store.save({ other: 1 });
  let begun = 0;
  const hasEnded = Promise.withResolvers<void>();
  const slow = new DifferenceLists(
    {
      status: () => store.status(),
      findSnapshot: (version) => store.findSnapshot(version),
      scan: (...given) => store.scan(...given),
      read: (...given) => store.read(...given),
      entries: (...given) => store.entries(...given),
      difference: async (...given) => {
        begun += 1;
        if (begun > 1) return store.difference(...given);
        await hasEnded.promise;
        throw given[2]?.signal?.reason;
      },
    },
    files,
  );
  const ask = () => slow.window({ kind: "snapshot", version: from }, NOW, { ...ALL, partial: true }, 0, 10);
  vi.useFakeTimers();
  try {
    const early = ask();
    await vi.advanceTimersByTimeAsync(80);
    expect(await early).toMatchObject({ total: 0, partial: true });
    await vi.advanceTimersByTimeAsync(5_000);
  } finally {
    vi.useRealTimers();
  }
  const next = await ask();
  hasEnded.resolve();
  expect(next.totals).toEqual({ added: 1, removed: 4, changed: 0 });
  expect(await ask()).toEqual(next);
});

describe("a comparison with a file", () => {
  it("tells added, removed and changed keys, in key order", async () => {
    const other = await file('{"b":{"x":1},"c":[2],"d":4,"\\uD83D\\uDE00":1,"\\uFFFD":2}');
    const { rows, totals } = await lists.window(NOW, other, ALL, 0, 10);
    expect(rows.map(({ key, kind }) => [key, kind])).toEqual([
      ["a", "removed"],
      ["c", "changed"],
      ["d", "added"],
      ["\uFFFD", "added"],
    ]);
    expect(totals).toEqual({ added: 2, removed: 1, changed: 1 });
    expect((await lists.window(other, NOW, ALL, 0, 10)).totals).toEqual({ added: 1, removed: 2, changed: 1 });
    expect((await lists.read(other, "c" as Key))?.text).toBe("[2]");
    expect((await lists.read(NOW, "c" as Key))?.text).toBe("[1]");
  });

  it("leaves the keys whose values differ at a path, with the totals of all", async () => {
    const other = await file('{"b":{"x":2},"c":[1],"d":{"x":1}}');
    const at = async (path: string, partial: boolean) => {
      const { rows, totals } = await lists.window(NOW, other, { ...ALL, path, partial }, 0, 10);
      expect(totals).toEqual({ added: 1, removed: 2, changed: 1 });
      return rows.map(({ key }) => key);
    };
    expect(await at("x", false)).toEqual(["b", "d"]);
    expect(await at("*", true)).toEqual(["b", "d"]);
    expect(await at("y", false)).toEqual([]);
  });

  it("examines the rest of the keys at a path after other files were compared meanwhile", async () => {
    const members = Array.from({ length: 100 }, (_, i) => [`key ${i}`, { x: i }]);
    const other = await file(JSON.stringify(Object.fromEntries(members)));
    const at = { ...ALL, path: "x", partial: true };
    expect(await lists.window(NOW, other, at, 0, 1)).toMatchObject({ partial: true });
    for (const name of ["second.json", "third.json"]) await lists.totals(NOW, await file("{}", name));
    expect(await lists.window(NOW, other, { ...at, partial: false }, 0, 1)).toMatchObject({ total: 101 });
  });

  it("says where a file is damaged, and leaves nothing behind", async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("strata-compare-"));
    await expect(lists.window(NOW, await file('{"a":1,\n "b":'), ALL, 0, 10)).rejects.toMatchObject({
      code: "IMPORT",
      line: 2,
    });
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("strata-compare-"));
    expect(after).toEqual(before);
  });
});
