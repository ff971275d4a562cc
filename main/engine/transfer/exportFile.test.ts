import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { applyPatch, type Operation } from "rfc6902";
import { describe, expect, it } from "vitest";
import { type Key, NOW } from "../../../shared/model/index.ts";
import { StorageError } from "../errors.ts";
import { exportFile, writeWhole } from "./exportFile.ts";
import { exportPatch } from "./exportPatch.ts";
import { importFile } from "./importFile.ts";
import { PLAIN_PLAN } from "./plan.ts";
import { temporaryFile, temporaryFolder } from "./temporaryFiles.fixture.ts";
import { temporaryStore, textsAt } from "./temporaryStores.fixture.ts";

const STATE = {
  "a/b~c": { x: [1, 2, { y: "é" }] },
  'q"uote\n': "😀\u2028",
  __proto__x: null,
  long: "x".repeat(600_000),
};

describe("an export", () => {
  it.each(["export", "json", "conf", "ndjson"] as const)("M5 as %s comes back as it was", async (format) => {
    const store = await temporaryStore();
    await store.save(STATE);
    const path = join(temporaryFolder(), "out.json");
    const { entries, bytes } = await exportFile(store, path, NOW, format);
    expect({ entries, bytes }).toEqual({ entries: 4, bytes: statSync(path).size });
    const other = await temporaryStore();
    const plan = format === "ndjson" ? { ...PLAIN_PLAN, keyField: "key", valueField: "value" } : PLAIN_PLAN;
    await importFile(other, path, plan, "replace");
    expect(await textsAt(other)).toEqual(await textsAt(store));
    expect((await other.snapshot()).checksum).toBe((await store.snapshot()).checksum);
  });

  it.each(["export", "json", "conf", "ndjson"] as const)(
    "of nothing as %s comes back as nothing",
    async (format) => {
      const store = await temporaryStore();
      const path = join(temporaryFolder(), "out.json");
      await exportFile(store, path, NOW, format);
      if (format !== "ndjson") JSON.parse(readFileSync(path, "utf8"));
      await store.set("a", 1);
      await importFile(
        store,
        path,
        { ...PLAIN_PLAN, format: format === "ndjson" ? "ndjson" : "auto" },
        "replace",
      );
      expect(await textsAt(store)).toEqual([]);
    },
  );

  it("takes any moment", async () => {
    const store = await temporaryStore();
    await store.set("a", 1);
    const { version, revision } = await store.snapshot();
    await store.set("a", 2);
    const path = join(temporaryFolder(), "out.json");
    await exportFile(store, path, { kind: "snapshot", version }, "json");
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ a: 1 });
    await exportFile(store, path, { kind: "revision", revision }, "json");
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ a: 1 });
  });

  it("takes only the keys that are asked for and were there, each once", async () => {
    const store = await temporaryStore();
    await store.save({ a: 1, b: 2, c: 3 });
    const path = join(temporaryFolder(), "out.json");
    const keys = ["c", "gone", "a", "c"] as Key[];
    const { entries } = await exportFile(store, path, NOW, "json", {}, keys);
    expect(entries).toBe(2);
    expect(readFileSync(path, "utf8")).toBe('{\n"c":3,\n"a":1\n}\n');
  });

  it("M1, M4 that is cancelled or fails leaves what was there, and nothing beside it", async () => {
    const store = await temporaryStore();
    await importFile(
      store,
      temporaryFile(JSON.stringify(Array.from({ length: 60_000 }, (_, i) => i))),
      PLAIN_PLAN,
      "replace",
    );
    const folder = temporaryFolder();
    const path = join(folder, "out.json");
    writeFileSync(path, "before");
    const signal = AbortSignal.abort(new DOMException("Enough.", "AbortError"));
    await expect(exportFile(store, path, NOW, "export", { signal })).rejects.toThrow("Enough.");
    const broken = writeWhole(path, {}, async (file) => {
      file.add("half");
      await file.flush();
      throw new Error("The source broke.");
    });
    await expect(broken).rejects.toThrow("The source broke.");
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });

  it("says why a place can't be written to, and what to do", async () => {
    const store = await temporaryStore();
    const folder = temporaryFolder();
    const refused = (path: string) => expect(exportFile(store, path, NOW, "json")).rejects;
    await refused(join(folder, "missing", "out.json")).toThrow(
      /there is no folder .*missing. Choose another place/,
    );
    mkdirSync(join(folder, "taken"));
    await refused(join(folder, "taken")).toThrow(/it is a folder. Choose another name/);
    await refused(join(folder, "taken")).toMatchObject({ code: "STORAGE" });
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it.skipIf(process.platform === "win32")("writes through a link and keeps permissions", async () => {
    const store = await temporaryStore();
    const folder = temporaryFolder();
    const target = join(folder, "target.json");
    writeFileSync(target, "before");
    chmodSync(target, 0o600);
    symlinkSync(target, join(folder, "link.json"));
    await exportFile(store, join(folder, "link.json"), NOW, "json");
    expect(JSON.parse(readFileSync(target, "utf8"))).toEqual({});
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, "link.json"))).toBe(true);
  });
});

describe("a JSON Patch between two moments", () => {
  it("M7 makes the one of the other, applied by a public library, both ways", async () => {
    const store = await temporaryStore();
    await store.save({ same: 1, gone: [1], list: { deep: [1, 2, { a: "x".repeat(99) }] }, "a/b": null });
    const from = { kind: "snapshot", version: (await store.snapshot()).version } as const;
    const before = await store.load();
    await store.save({ same: 1, list: { deep: [1, { a: "x".repeat(99) }, 3] }, "a/b": {}, "new~": [[]] });
    const after = await store.load();
    const path = join(temporaryFolder(), "changes.json");
    for (const [a, b, start, end] of [
      [from, NOW, before, after],
      [NOW, from, after, before],
    ] as const) {
      const { entries } = await exportPatch(store, path, a, b);
      expect(entries).toBe(4);
      const document = structuredClone({ ...start });
      const errors = applyPatch(document, JSON.parse(readFileSync(path, "utf8")) as Operation[]);
      expect(errors.filter((error) => error !== null)).toEqual([]);
      expect(document).toEqual({ ...end });
    }
    await exportPatch(store, path, NOW, NOW);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual([]);
  });

  it("M1 onto a file of a store is refused, and that store stays as it is", async () => {
    const store = await temporaryStore();
    await store.set("a", 1);
    const other = await temporaryStore();
    await other.set("b", 2);
    const linked = join(temporaryFolder(), "link.json");
    symlinkSync(join(store.path as string, "strata.db"), linked);
    for (const path of [
      ...["strata.db", "strata.db-wal", "strata.db-shm", "strata.mark", "STRATA.DB"].map((name) =>
        join(store.path as string, name),
      ),
      join(other.path as string, "strata.db"),
      linked,
    ]) {
      const failure = await store.exportData(path).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(StorageError);
      expect(String(failure)).toMatch(/part of the store .* Choose another name/);
    }
    await store.exportData(join(store.path as string, "strata.json"));
    await store.set("a", 3);
    expect([await store.load(), await other.load()]).toEqual([{ a: 3 }, { b: 2 }]);
    expect(readdirSync(store.path as string).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
