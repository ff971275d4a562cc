import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../index.ts";
import { WatchBindings } from "./bindings.ts";
import { FileWatch } from "./fileWatch.ts";

let directory: string;
let file: string;
let store: EnhancedPersistence;
let bindings: WatchBindings;
let watch: FileWatch | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-watch-"));
  file = join(directory, "config.json");
  bindings = new WatchBindings(join(directory, "bindings"));
  store = await open();
});

afterEach(async () => {
  await watch?.close();
  watch = undefined;
  await store.close();
  await rm(directory, { recursive: true });
});

const open = () => createEnhancedPersistence({ basePath: join(directory, "store"), durability: "normal" });
const revision = async () => (await store.status()).revision;

async function start(
  text: string,
  rule: Parameters<typeof FileWatch.bind>[3] = { kind: "every" },
): Promise<FileWatch> {
  await writeFile(file, text);
  watch = await FileWatch.bind(store, bindings, file, rule, { patience: 400 });
  return watch;
}

/** Waits until the store has this content, once the system has reported the change. */
const eventually = (expected: unknown) =>
  vi.waitFor(async () => expect(await store.load()).toEqual(expected), { timeout: 5000 });

const eventuallyFile = (expected: string) =>
  vi.waitFor(async () => expect(await readFile(file, "utf8")).toBe(expected), { timeout: 5000 });

/** Binds the store to a file in a new folder, and removes the folder; returns its path. */
async function startInFolderThatGoes(): Promise<string> {
  const folder = join(directory, "settings");
  file = join(folder, "config.json");
  await mkdir(folder);
  await start('{"a":1}');
  await rm(folder, { recursive: true });
  await eventually({});
  return folder;
}

describe("a store bound to a file", () => {
  it("makes each change a revision with a snapshot", async () => {
    await start('{\n\t"b": 1,\n\t"a": {"x": 1.0}\n}\n');
    expect(await store.load()).toEqual({ a: { x: 1 }, b: 1 });
    expect((await store.listSnapshots()).map(({ tags }) => tags)).toEqual([["watch"]]);
    await writeFile(file, '{"b":2,"a":{"x":1.0}}');
    await eventually({ a: { x: 1 }, b: 2 });
    await watch?.settled();
    expect((await store.listSnapshots()).length).toBe(2);
    const [record] = await store.revisions({ limit: 1 });
    expect(record).toMatchObject({ operation: "import", detail: "config.json, changed on disk", touched: 1 });
  });

  it("follows a file that is replaced by a rename, deleted, and made again", async () => {
    await start('{"a":1}');
    await writeFile(`${file}.new`, '{"a":2}');
    await rename(`${file}.new`, file);
    await eventually({ a: 2 });
    await rm(file);
    await eventually({});
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("noFile"));
    await writeFile(file, '{"a":3}');
    await eventually({ a: 3 });
  });

  it("waits until a half-written file is whole", async () => {
    await start('{"a":1}');
    const before = await revision();
    await writeFile(file, '{"a":');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await revision()).toBe(before);
    await writeFile(file, '{"a":5}');
    await eventually({ a: 5 });
    await watch?.settled();
    expect(await revision()).toBe(before + 1);
  });

  it("says when a file stays unreadable, keeps what it had, and goes on when it is mended", async () => {
    await start('{"a":1}');
    await writeFile(file, "{broken");
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("unreadable"), { timeout: 5000 });
    expect(await store.load()).toEqual({ a: 1 });
    await writeFile(file, '{"a":2}');
    await eventually({ a: 2 });
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("inStep"));
  });

  it("writes a restore back in the file's own layout, and does not take it for their change", async () => {
    const first = '{\r\n\t"z": 1.0,\r\n\t"a": [\r\n\t\t12345678901234567890\r\n\t]\r\n}';
    await start(first);
    const [snapshot] = await store.listSnapshots();
    await writeFile(file, '{\r\n\t"z": 2,\r\n\t"a": [\r\n\t\t1\r\n\t]\r\n}');
    await eventually({ z: 2, a: [1] });
    await watch?.settled();
    await store.restoreSnapshot(snapshot?.version ?? "");
    await eventuallyFile(first);
    const after = await revision();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await watch?.settled();
    expect(await revision()).toBe(after);
    await store.undo();
    await eventuallyFile('{\r\n\t"z": 2,\r\n\t"a": [\r\n\t\t1\r\n\t]\r\n}');
  });

  it("restores a deleted file", async () => {
    await start('{"a":1}\n');
    const [snapshot] = await store.listSnapshots();
    await rm(file);
    await eventually({});
    await watch?.settled();
    await store.restoreSnapshot(snapshot?.version ?? "");
    await eventuallyFile('{"a":1}\n');
  });

  it("quarantines what is no JSON before it writes over it", async () => {
    await start('{"a":1}');
    await writeFile(file, "precious notes");
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("unreadable"), { timeout: 5000 });
    await store.set("a", 7);
    await eventuallyFile('{"a":7}');
    const [kept] = await readdir(join(directory, "store", "rejected"));
    expect(await readFile(join(directory, "store", "rejected", kept ?? ""), "utf8")).toBe("precious notes");
  });

  it("keeps both sides' changes when both changed meanwhile", async () => {
    await start('{"a":1,"b":1}');
    await watch?.close();
    await store.write([{ key: "b" as Key, text: "2" as JsonText }], { operation: "set" });
    await writeFile(file, '{"a":9,"b":1}');
    watch = (await FileWatch.resume(store, bindings, { patience: 400 })) ?? undefined;
    await eventually({ a: 9, b: 2 });
    await eventuallyFile('{"a":9,"b":2}');
  });

  it("imports after a restart what changed meanwhile, and nothing when nothing did", async () => {
    await start('{"a":1}');
    await watch?.close();
    await store.close();
    store = await open();
    const before = await revision();
    watch = (await FileWatch.resume(store, bindings)) ?? undefined;
    expect(watch?.status).toMatchObject({ name: "config.json", state: { kind: "inStep" } });
    expect(await revision()).toBe(before);
    await watch?.close();
    await writeFile(file, '{"a":2}');
    watch = (await FileWatch.resume(store, bindings)) ?? undefined;
    expect(await store.load()).toEqual({ a: 2 });
  });

  it.each([
    ["[1, 2.0]", { $: [1, 2] }],
    ['{"":1}', { $: { "": 1 } }],
    ['{"$":1}', { $: { $: 1 } }],
    ['{"$":1,"a":2}', { $: 1, a: 2 }],
    ["17", { $: 17 }],
  ])("holds %s, and writes it back as it was", async (text, expected) => {
    await start(text);
    expect(await store.load()).toEqual(expected);
    const [snapshot] = await store.listSnapshots();
    await writeFile(file, '{"other":1}');
    await eventually({ other: 1 });
    await watch?.settled();
    await store.restoreSnapshot(snapshot?.version ?? "");
    await vi.waitFor(async () => expect(JSON.parse(await readFile(file, "utf8"))).toEqual(JSON.parse(text)), {
      timeout: 5000,
    });
  });

  it("makes at most one snapshot in the given minutes, or none", async () => {
    await writeFile(file, '{"n":0}');
    let now = 0;
    watch = await FileWatch.bind(
      store,
      bindings,
      file,
      { kind: "interval", minutes: 10 },
      { now: () => now },
    );
    const change = async (n: number) => {
      await writeFile(file, `{"n":${n}}`);
      await eventually({ n });
      await watch?.settled();
      return (await store.listSnapshots()).length;
    };
    now = 9 * 60_000;
    expect(await change(1)).toBe(1);
    now = 10 * 60_000;
    expect(await change(2)).toBe(2);
    await watch.setRule({ kind: "never" });
    now = 100 * 60_000;
    expect(await change(3)).toBe(2);
  });

  it("binds nothing to a file that is no JSON", async () => {
    await writeFile(file, "text");
    await expect(FileWatch.bind(store, bindings, file, { kind: "every" })).rejects.toMatchObject({
      code: "INVALID_VALUE",
      message: expect.stringContaining("config.json is not JSON"),
      line: 1,
    });
    expect(await FileWatch.resume(store, bindings)).toBeNull();
  });

  it("leaves both as they are when they are unbound", async () => {
    await start('{"a":1}');
    await watch?.unbind();
    await store.set("a", 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await readFile(file, "utf8")).toBe('{"a":1}');
    expect(await FileWatch.resume(store, bindings)).toBeNull();
  });

  it("treats a file that is moved away and written again as one change", async () => {
    await start('{"a":1}');
    const before = await revision();
    await rename(file, `${file}~`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await writeFile(file, '{"a":2}');
    await eventually({ a: 2 });
    await watch?.settled();
    expect(await revision()).toBe(before + 1);
  });

  it("goes on when the file's folder went and came back", async () => {
    const folder = await startInFolderThatGoes();
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("noFile"));
    await mkdir(folder);
    await writeFile(file, '{"a":2}');
    await eventually({ a: 2 });
    await writeFile(file, '{"a":3}');
    await eventually({ a: 3 });
  });

  it("F16 a store that is larger than a watched file may be leaves the file as it was, until it is smaller", async () => {
    await start('{"a":1}');
    await store.set("large", "v".repeat(256 * 1024 * 1024));
    await vi.waitFor(
      () =>
        expect(watch?.status.state).toMatchObject({
          kind: "failed",
          message: expect.stringMatching(/would have \d+ bytes/),
        }),
      { timeout: 60_000 },
    );
    expect(await readFile(file, "utf8")).toBe('{"a":1}');
    await store.delete("large");
    await store.set("a", 2);
    await eventuallyFile('{"a":2}');
  }, 120_000);

  it("says when it can't write, and writes as soon as it can", async () => {
    const folder = await startInFolderThatGoes();
    // A file in place of the folder, so nothing can be written there.
    await writeFile(folder, "");
    await store.set("a", 5);
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("failed"));
    await rm(folder);
    await mkdir(folder);
    await vi.waitFor(async () => expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ a: 5 }), {
      timeout: 15_000,
    });
    await vi.waitFor(() => expect(watch?.status.state.kind).toBe("inStep"));
  });

  it.skipIf(process.platform === "win32")(
    "writes through a link, and keeps link and permissions",
    async () => {
      const target = join(directory, "real.json");
      await writeFile(target, '{"a":1}');
      await chmod(target, 0o662);
      await symlink(target, file);
      watch = await FileWatch.bind(store, bindings, file, { kind: "every" }, { patience: 400 });
      await writeFile(`${target}.new`, '{"a":2}');
      await chmod(`${target}.new`, 0o662);
      await rename(`${target}.new`, target);
      await eventually({ a: 2 });
      await watch.settled();
      await store.set("a", 3);
      await vi.waitFor(async () => expect(await readFile(target, "utf8")).toBe('{"a":3}'));
      expect((await lstat(file)).isSymbolicLink()).toBe(true);
      expect((await stat(target)).mode & 0o777).toBe(0o662);
      await rm(target);
      await eventually({});
      await watch.settled();
      await store.set("a", 4);
      await vi.waitFor(async () => expect(JSON.parse(await readFile(target, "utf8"))).toEqual({ a: 4 }));
      expect((await lstat(file)).isSymbolicLink()).toBe(true);
    },
  );

  it.skipIf(process.platform === "win32")(
    "F4 a file that becomes a link after it was bound is neither read nor written, until it is a file again",
    async () => {
      await start('{"a":1}');
      const other = join(directory, "other.json");
      await writeFile(other, '{"other":1}');
      await symlink(other, join(directory, "link"));
      await rename(join(directory, "link"), file);
      await vi.waitFor(() =>
        expect(watch?.status.state).toMatchObject({
          kind: "failed",
          message: expect.stringContaining("is a link now"),
        }),
      );
      await store.set("a", 2);
      await watch?.settled();
      expect(await store.load()).toEqual({ a: 2 });
      expect(await readFile(other, "utf8")).toBe('{"other":1}');
      expect((await lstat(file)).isSymbolicLink()).toBe(true);

      await writeFile(join(directory, "again"), '{"a":1,"b":3}');
      await rename(join(directory, "again"), file);
      await eventually({ a: 2, b: 3 });
      await eventuallyFile('{"a":2,"b":3}');
    },
  );

  it("takes what is not UTF-8 for no JSON, and quarantines exactly that", async () => {
    await start('{"a":1}');
    const bytes = Buffer.from([...Buffer.from('{"a":"'), 0xe9, ...Buffer.from('"}')]);
    await writeFile(file, bytes);
    await vi.waitFor(() =>
      expect(watch?.status.state).toMatchObject({ message: "The text is not in UTF-8." }),
    );
    expect(await store.load()).toEqual({ a: 1 });
    await store.set("a", 2);
    await eventuallyFile('{"a":2}');
    const [kept] = await readdir(join(directory, "store", "rejected"));
    expect((await readFile(join(directory, "store", "rejected", kept ?? ""))).equals(bytes)).toBe(true);
  });

  it("reads of a store only what changed to see whether the file has to be written", async () => {
    const members = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`key${n}`, n]));
    await start(JSON.stringify(members));
    const scan = vi.spyOn(store, "scan");
    const read = vi.spyOn(store, "read");
    await store.set("key7", "new");
    await eventuallyFile(JSON.stringify({ ...members, key7: "new" }));
    await writeFile(file, JSON.stringify({ ...members, key7: "new", key8: "new" }));
    await eventually({ ...members, key7: "new", key8: "new" });
    await watch?.settled();
    expect(scan).not.toHaveBeenCalled();
    expect(read.mock.calls.length).toBeLessThan(10);
  });

  it("finds what to write though the revision that they agreed in was pruned", async () => {
    await start('{"a":1,"b":1}', { kind: "never" });
    await watch?.close();
    for (let n = 0; n < 5; n++) await store.set("b", { n });
    await store.prune({ keepRevisions: 0, dryRun: false });
    watch = (await FileWatch.resume(store, bindings)) ?? undefined;
    await eventuallyFile('{"a":1,"b":{"n":4}}');
  });

  it("tells what it did", async () => {
    const events: string[] = [];
    await writeFile(file, '{"a":1}');
    watch = await FileWatch.bind(
      store,
      bindings,
      file,
      { kind: "every" },
      { onEvent: ({ kind }) => events.push(kind) },
    );
    await store.set("a", 2);
    await eventuallyFile('{"a":2}');
    await vi.waitFor(() => expect(events).toEqual(["imported", "wrote"]));
  });
});
