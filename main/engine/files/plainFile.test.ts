import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recoverStore } from "../backends/sqlite/recover/index.ts";
import { StorageError } from "../errors.ts";
import { failureOf, freshDirectory, openStore } from "../stores.fixture.ts";

/** Every name that Strata or SQLite opens in a store's folder, except the cache. */
const NAMES = ["strata.db", "strata.db-wal", "strata.db-shm", "strata.db-journal", "strata.mark"];

const CACHE_NAMES = ["values.db", "values.db-wal", "values.db-shm", "values.db-journal"];

/** A file outside the store, which must not change. */
const OUTSIDE = "of somebody else ".repeat(40);

/** A closed store, and a file outside of it. */
async function storeAndOutside() {
  const directory = await freshDirectory();
  const basePath = join(directory, "store");
  const store = await openStore({ basePath });
  await store.set("a", { text: "x".repeat(200) });
  await store.set("a", { text: "y".repeat(200) });
  await store.close();
  const outside = join(directory, "outside");
  writeFileSync(outside, OUTSIDE);
  return { basePath, outside };
}

/** Opens, uses and closes a store; it may be refused. */
async function workWith(basePath: string): Promise<Error | undefined> {
  try {
    const store = await openStore({ basePath });
    for (let n = 0; n < 20; n += 1) await store.set("a", { text: `${n}`.repeat(5000) });
    await store.pack();
    const old = await store.read("a" as never, { kind: "revision", revision: 5 as never });
    expect(old?.text).toContain("2222");
    await store.verify();
    await store.close();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

describe("what is in the place of a store's file", () => {
  it.each(NAMES)("F5 a symbolic link named %s is refused, and what it leads to stays", async (name) => {
    const { basePath, outside } = await storeAndOutside();
    rmSync(join(basePath, name), { force: true });
    symlinkSync(outside, join(basePath, name));
    const failure = await failureOf(openStore({ basePath }));
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure.message).toContain(`${join(basePath, name)} is a symbolic link`);
    expect(readFileSync(outside, "utf8")).toBe(OUTSIDE);
  });

  it.each(NAMES)("F5 a link named %s that leads to nothing makes nothing", async (name) => {
    const { basePath, outside } = await storeAndOutside();
    rmSync(outside);
    rmSync(join(basePath, name), { force: true });
    symlinkSync(outside, join(basePath, name));
    expect(await failureOf(openStore({ basePath }))).toBeInstanceOf(StorageError);
    expect(existsSync(outside)).toBe(false);
  });

  it.runIf(process.platform !== "win32").each(NAMES)(
    "F5 a pipe named %s makes nothing wait",
    async (name) => {
      const { basePath } = await storeAndOutside();
      rmSync(join(basePath, name), { force: true });
      execFileSync("mkfifo", [join(basePath, name)]);
      const failure = await failureOf(openStore({ basePath }));
      expect(failure.message).toContain(`${name} is a pipe`);
      const recovery = recoverStore(basePath, join(basePath, "..", "recovered"));
      // These two are not opened.
      if (/shm|journal/.test(name)) expect((await recovery).present.exact).toBe(true);
      else expect((await failureOf(recovery)).message).toContain(`${name} is a pipe`);
    },
  );

  it.each(NAMES.slice(0, 4))("F5 a second name of %s is refused", async (name) => {
    const { basePath, outside } = await storeAndOutside();
    if (name === "strata.db") {
      rmSync(outside);
      linkSync(join(basePath, name), outside);
    } else {
      rmSync(join(basePath, name), { force: true });
      linkSync(outside, join(basePath, name));
    }
    const before = readFileSync(outside);
    const failure = await failureOf(openStore({ basePath }));
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure.message).toMatch(/2 names \(hard links\).*Copy the folder/);
    expect(readFileSync(outside).equals(before)).toBe(true);
  });

  it("F5 a second name of the mark keeps what it has, and the mark goes on", async () => {
    const { basePath, outside } = await storeAndOutside();
    const mark = join(basePath, "strata.mark");
    const before = readFileSync(mark);
    rmSync(outside);
    linkSync(mark, outside);
    const store = await openStore({ basePath });
    await store.set("b", 1);
    await store.close();
    expect(readFileSync(outside).equals(before)).toBe(true);
    expect(statSync(mark).ino).not.toBe(statSync(outside).ino);
    expect(readdirSync(basePath).filter((name) => name.includes(".new-"))).toEqual([]);
  });

  it.each(CACHE_NAMES)(
    "F5 a link named cache/%s is done without, and what it leads to stays",
    async (name) => {
      for (const make of [symlinkSync, linkSync]) {
        const { basePath, outside } = await storeAndOutside();
        mkdirSync(join(basePath, "cache"), { recursive: true });
        rmSync(join(basePath, "cache", name), { force: true });
        make(outside, join(basePath, "cache", name));
        expect(await workWith(basePath)).toBeUndefined();
        expect(readFileSync(outside, "utf8")).toBe(OUTSIDE);
      }
    },
  );

  it("F5 a link or a pipe in the place of the cache is done without", async () => {
    const { basePath, outside } = await storeAndOutside();
    rmSync(outside);
    mkdirSync(outside);
    rmSync(join(basePath, "cache"), { recursive: true, force: true });
    symlinkSync(outside, join(basePath, "cache"));
    expect(await workWith(basePath)).toBeUndefined();
    expect(readdirSync(outside)).toEqual([]);
    rmSync(join(basePath, "cache"));
    mkdirSync(join(basePath, "cache"));
    if (process.platform !== "win32") execFileSync("mkfifo", [join(basePath, "cache", "values.db")]);
    expect(await workWith(basePath)).toBeUndefined();
  });

  it("F5 a link that takes the place of an open store's file is noticed", async () => {
    const { basePath } = await storeAndOutside();
    const store = await openStore({ basePath });
    renameSync(join(basePath, "strata.db"), join(basePath, "..", "moved.db"));
    symlinkSync(join(basePath, "..", "moved.db"), join(basePath, "strata.db"));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await failureOf(store.set("a", 1))).message).toContain("strata.db was replaced");
    await store.close();
  });

  it("F5 recover reads through no link", async () => {
    const { basePath, outside } = await storeAndOutside();
    const linked = join(basePath, "..", "linked");
    mkdirSync(linked);
    symlinkSync(join(basePath, "strata.db"), join(linked, "strata.db"));
    expect((await failureOf(recoverStore(linked, join(basePath, "..", "to")))).message).toContain(
      "symbolic link",
    );
    rmSync(join(linked, "strata.db"));
    cpSync(join(basePath, "strata.db"), join(linked, "strata.db"));
    symlinkSync(outside, join(linked, "strata.db-wal"));
    expect((await failureOf(recoverStore(linked, join(basePath, "..", "to2")))).message).toContain(
      "symbolic link",
    );
  });
});

describe.runIf(process.platform !== "win32")("who may read a store", () => {
  const modeOf = (path: string) => (lstatSync(path).mode & 0o777).toString(8);

  it("F15 a new store and all in it are for its owner alone", async () => {
    const basePath = join(await freshDirectory(), "above", "store");
    const store = await openStore({ basePath });
    for (let n = 0; n < 30; n += 1) await store.set("a", `${n}`.repeat(5000));
    await store.createSnapshot("x");
    await store.pack();
    await store.read("a" as never, { kind: "revision", revision: 5 as never });
    await expect.poll(() => existsSync(join(basePath, "cache", "values.db"))).toBe(true);
    expect(modeOf(basePath)).toBe("700");
    expect(modeOf(join(basePath, "cache"))).toBe("700");
    const files = readdirSync(basePath, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining(["strata.db", "strata.db-shm", "strata.db-wal", "strata.mark", "values.db"]),
    );
    for (const { parentPath, name } of files)
      expect([name, modeOf(join(parentPath, name))]).toEqual([name, "600"]);
  });

  it("F15 a store that its owner shares stays shared", async () => {
    const { basePath } = await storeAndOutside();
    rmSync(join(basePath, "strata.mark"));
    chmodSync(join(basePath, "strata.db"), 0o660);
    chmodSync(basePath, 0o770);
    const store = await openStore({ basePath });
    await store.set("b", 1);
    for (const name of ["strata.db", "strata.db-wal", "strata.mark"])
      expect(modeOf(join(basePath, name))).toBe("660");
    expect(modeOf(basePath)).toBe("770");
  });
});

describe.runIf(process.platform === "linux")("a store with a long path", () => {
  /** A folder whose path has this many bytes. */
  async function folderOf(bytes: number): Promise<string> {
    let path = await freshDirectory();
    while (path.length + 102 < bytes) path = join(path, "d".repeat(100));
    return join(path, "e".repeat(bytes - path.length - 1));
  }

  it.each([453, 454, 480, 494])("F18 of %i bytes works", async (bytes) => {
    const basePath = await folderOf(bytes);
    const store = await openStore({ basePath });
    await store.set("a", 1);
    await store.createSnapshot("x");
    await store.close();
    const again = await openStore({ basePath });
    expect(await again.load()).toEqual({ a: 1 });
    expect((await again.verify()).ok).toBe(true);
  });

  it.each([495, 600, 2000])(
    "F18 of %i bytes is said to be too long, and by how much, and nothing is made",
    async (bytes) => {
      const basePath = await folderOf(bytes);
      const failure = await failureOf(openStore({ basePath }));
      expect(failure).toBeInstanceOf(StorageError);
      expect(failure.message).toContain(`has ${bytes} bytes, ${bytes - 494} more than the 494`);
      expect(existsSync(basePath)).toBe(false);
    },
  );

  it("F18 that a short link leads to is said to be too long as well, because SQLite uses its target", async () => {
    const long = await folderOf(600);
    mkdirSync(long, { recursive: true });
    const link = join(await freshDirectory(), "link");
    symlinkSync(long, link);
    expect((await failureOf(openStore({ basePath: link }))).message).toContain("106 more than the 494");
  });
});
