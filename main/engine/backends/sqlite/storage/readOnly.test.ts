import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { JsonText, Key, Revision, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { InvalidOptionError, NotAStoreError, ReadOnlyError, StorageError } from "../../../errors.ts";
import type { EnhancedPersistence } from "../../../persistence.ts";
import { failureOf, freshDirectory, openStore } from "../../../stores.fixture.ts";

/** A store with a history, and a copy of its files as a crash leaves them: the last commits are only in the log. */
async function madeStore() {
  const directory = await freshDirectory();
  const store = await openStore({ basePath: join(directory, "made") });
  for (let n = 0; n < 40; n += 1) await store.set(`k${n % 4}`, { n, text: "x".repeat(300) });
  const first = await store.createSnapshot("first");
  await store.pack();
  await store.set("k0", "in the log");
  const second = await store.createSnapshot("second");
  // The mark is written at the next turn of the event loop.
  await new Promise(setImmediate);
  const basePath = join(directory, "store");
  cpSync(join(directory, "made"), basePath, { recursive: true });
  const state = await store.load();
  await store.close();
  return { directory, basePath, state, first, second };
}

/** Everything in a folder, with the times of change. */
function signs(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return `${name} ${lstatSync(path).mtimeMs} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
    })
    .sort();
}

const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith("strata-read-only-"));

/** Reads a store in all ways. */
async function readEverything(store: EnhancedPersistence, first: SnapshotVersion, second: SnapshotVersion) {
  const at = { kind: "snapshot", version: first } as const;
  const texts: string[] = [];
  for await (const { text } of store.scan(at)) texts.push(text);
  return {
    present: await store.load(),
    past: await store.getSnapshotData(first),
    scanned: texts.length,
    entry: (await store.read("k1" as Key, at))?.text,
    keys: await store.keys({ kind: "now" }, {}, 10),
    count: await store.count(at),
    snapshots: (await store.listSnapshots()).length,
    compared: (await store.compareSnapshots(first, second)).deltaInfo.modifiedKeys,
    difference: (await store.difference(at, { kind: "now" })).length,
    history: (await store.history("k0" as Key, { limit: 5 })).length,
    revisions: (await store.revisions({ limit: 5 })).length,
    activity: (await store.activity(3)).length,
    tags: await store.tags(),
    wouldGo: (await store.prune({ keepRevisions: 5, dryRun: true })).revisions > 0,
    lost: store.lostCommits,
    ok: (await store.verify()).ok,
  };
}

describe("a store that is opened to be read", () => {
  it("F19 gives all of it, also what is in the log alone, and stays as it is to the byte", async () => {
    const { basePath, state, first, second, directory } = await madeStore();
    const before = signs(basePath);
    const store = await openStore({ basePath, readOnly: true, autoSnapshotInterval: 0.01, maxSnapshots: 1 });
    expect(store.readOnly).toBe("asked");
    expect(store.path).toBe(basePath);
    expect(copies().length).toBeGreaterThan(0);
    const found = await readEverything(store, first, second);
    expect(found).toMatchObject({
      present: state,
      snapshots: 2,
      compared: ["k0"],
      wouldGo: true,
      lost: null,
      ok: true,
    });
    await store.exportData(join(directory, "export.json"));
    expect(JSON.parse(readFileSync(join(directory, "export.json"), "utf8")).data).toEqual(state);
    await store.cleanup();
    expect(signs(basePath)).toEqual(before);
  });

  it("F19 refuses each change, says what to do, and changes nothing", async () => {
    const { basePath, first, directory, state } = await madeStore();
    const before = signs(basePath);
    const store = await openStore({ basePath, readOnly: true });
    await store.exportData(join(directory, "export.json"));
    const text = "1" as JsonText;
    for (const change of [
      () => store.save({}),
      () => store.set("a", 1),
      () => store.delete("k0"),
      () => store.clear(),
      () => store.write([{ key: "a" as Key, text }], { operation: "set" }),
      () => store.replace([{ key: "a" as Key, text }], { operation: "save" }),
      () => store.createSnapshot("more"),
      () => store.createDeltaSnapshot(),
      () => store.updateSnapshot(first, { pinned: true }),
      () => store.deleteSnapshots([first]),
      () => store.undeleteSnapshots([first]),
      () => store.restoreSnapshot(first),
      () => store.restoreSnapshotByTag("first"),
      () => store.restore({ kind: "revision", revision: 3 as Revision }),
      () => store.undo(),
      () => store.redo(),
      () => store.prune({ keepRevisions: 1, dryRun: false }),
      () => store.pack(),
      () => store.importData(join(directory, "export.json")),
    ]) {
      const failure = await failureOf(change());
      expect(failure).toBeInstanceOf(ReadOnlyError);
      expect(failure.message).toContain(`${basePath} was opened to be read only`);
      expect(failure.message).toContain("copy the store");
    }
    expect(await store.load()).toEqual(state);
    expect(signs(basePath)).toEqual(before);
  });

  it("F19 leaves no copy behind", async () => {
    const { basePath } = await madeStore();
    const before = new Set(copies());
    const store = await openStore({ basePath, readOnly: true });
    const [own] = copies().filter((name) => !before.has(name));
    expect((lstatSync(join(tmpdir(), String(own))).mode & 0o777).toString(8)).toBe("700");
    await store.close();
    expect(copies()).not.toContain(own);
  });

  it("F19 makes none where there is none, and needs a place", async () => {
    const directory = await freshDirectory();
    const nothing = await failureOf(openStore({ basePath: join(directory, "none"), readOnly: true }));
    expect(nothing).toBeInstanceOf(NotAStoreError);
    expect(readdirSync(directory)).toEqual([]);
    const memory = openStore({ basePath: directory, storageBackend: "memory", readOnly: true });
    expect(await failureOf(memory)).toBeInstanceOf(InvalidOptionError);
    expect(await failureOf(openStore({ basePath: directory, readOnly: "yes" as never }))).toBeInstanceOf(
      InvalidOptionError,
    );
  });

  it("F18, F19 works where the path is too long for SQLite", async () => {
    const { basePath, state } = await madeStore();
    let long = await freshDirectory();
    while (long.length < 800) long = join(long, "d".repeat(100));
    mkdirSync(long, { recursive: true });
    cpSync(basePath, join(long, "store"), { recursive: true });
    const store = await openStore({ basePath: join(long, "store"), readOnly: true });
    expect(await store.load()).toEqual(state);
  });
});

const isRoot = process.getuid?.() === 0;
const AS_ROOT = isRoot ? "" : " (skipped: only root can become somebody else, or mount)";
const OTHER_UID = 65_534;

/** Opens a store in a process of another account, and returns what it sees. */
function asSomebodyElse(basePath: string, options: object): { readonly [name: string]: unknown } {
  const engine = new URL("../../../index.ts", import.meta.url).href;
  const script = `
    import { createEnhancedPersistence } from ${JSON.stringify(engine)};
    try {
      const store = await createEnhancedPersistence(${JSON.stringify({ basePath, ...options })});
      const written = await store.set("a", 1).then(() => "written", ({ code, message }) => code + " " + message);
      const { ok } = await store.verify();
      console.log(JSON.stringify({ readOnly: store.readOnly, state: await store.load(), ok, written }));
      await store.close();
    } catch ({ code, message }) { console.log(JSON.stringify({ code, message })); }`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    uid: OTHER_UID,
    gid: OTHER_UID,
    encoding: "utf8",
    env: { TMPDIR: tmpdir(), HOME: "/" },
    cwd: "/",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as { readonly [name: string]: unknown };
}

describe.runIf(process.platform === "linux")(`a store that can't be written to${AS_ROOT}`, () => {
  it.runIf(isRoot)("F19 of another user is read, with its log, and stays as it is", async () => {
    const { directory, basePath, state } = await madeStore();
    for (const [folderMode, fileMode] of [
      [0o755, 0o644],
      [0o777, 0o644],
    ] as const) {
      chmodSync(directory, 0o755);
      chmodSync(basePath, folderMode);
      for (const name of readdirSync(basePath))
        chmodSync(join(basePath, name), fileMode | (name === "cache" ? 0o111 : 0));
      const before = signs(basePath);
      const found = asSomebodyElse(basePath, {});
      expect(found).toMatchObject({ readOnly: "not writable", state, ok: true });
      expect(found["written"]).toMatch(/^READ_ONLY .*cannot be written to by you.*Change its permissions/);
      expect(asSomebodyElse(basePath, { readOnly: false })).toMatchObject({ code: "READ_ONLY" });
      expect(signs(basePath)).toEqual(before);
    }
    chmodSync(join(basePath, "strata.mark"), 0o600);
    expect(asSomebodyElse(basePath, {})).toMatchObject({ state, ok: true });
    chmodSync(join(basePath, "strata.db"), 0o600);
    expect(asSomebodyElse(basePath, {})).toMatchObject({ code: "READ_ONLY" });
  });

  it.runIf(isRoot)("F19 on a mount for reading is read", async () => {
    const { basePath, state, first, second } = await madeStore();
    const mount = await freshDirectory();
    execFileSync("mount", ["-t", "tmpfs", "strata-test", mount]);
    onTestFinished(() => void execFileSync("umount", [mount]));
    cpSync(basePath, join(mount, "store"), { recursive: true });
    execFileSync("mount", ["-o", "remount,ro", mount]);
    const store = await openStore({ basePath: join(mount, "store") });
    expect(store.readOnly).toBe("not writable");
    expect(await readEverything(store, first, second)).toMatchObject({ present: state, ok: true });
    expect(await failureOf(store.set("a", 1))).toBeInstanceOf(ReadOnlyError);
    await store.close();
    expect(await failureOf(openStore({ basePath: join(mount, "store"), readOnly: false }))).toBeInstanceOf(
      StorageError,
    );
    expect(await failureOf(openStore({ basePath: join(mount, "new") }))).toBeInstanceOf(StorageError);
  });
});
