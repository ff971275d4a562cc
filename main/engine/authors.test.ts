import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { InvalidOptionError } from "./errors.ts";
import { failureOf, freshDirectory, openStore, openWithCore } from "./stores.fixture.ts";
import { exportBundle } from "./transfer/bundle/exportBundle.ts";
import { importBundle } from "./transfer/bundle/importBundle.ts";

const who = async (store: Awaited<ReturnType<typeof openStore>>) =>
  (await store.revisions({ limit: 100 })).map(({ author, message }) => [author, message]);

describe("W13 the author of a revision", () => {
  it("W13 is the option, else STRATA_AUTHOR, else the system's user", async () => {
    const basePath = await freshDirectory();
    const write = async (options: { readonly author?: string }, key: string) => {
      const store = await openStore({ basePath, ...options });
      await store.set(key, 1);
      await store.close();
    };
    vi.stubEnv("STRATA_AUTHOR", "from the environment");
    await write({}, "a");
    await write({ author: "from the option" }, "b");
    vi.stubEnv("STRATA_AUTHOR", "");
    await write({}, "c");
    vi.unstubAllEnvs();
    expect(await who(await openStore({ basePath }))).toEqual([
      [userInfo().username, null],
      ["from the option", null],
      ["from the environment", null],
    ]);
  });

  it("W13 comes with every kind of write, of one key and of many, pending and flushed, and after a restart", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath, author: "Ann" });
    await store.set("a", 1);
    await store.save({ a: 2, b: 2, c: 3 });
    await store.write([{ key: "a", text: "3" }], { operation: "set", message: "why" });
    await store.write(
      [
        { key: "a", text: "4" },
        { key: "b", text: "4" },
      ],
      { operation: "set", author: "Bob", message: "both" },
    );
    await store.replace([{ key: "z", text: "1" }], {
      operation: "import",
      author: null,
      message: "elsewhere",
    });
    await store.restore({ kind: "revision", revision: 1 }, { message: "back" });
    await store.undo();
    await store.delete("z");
    await store.clear();
    const expected = [
      ["Ann", null],
      ["Ann", null],
      ["Ann", "back"],
      [null, "elsewhere"],
      ["Bob", "both"],
      ["Ann", "why"],
      ["Ann", null],
      ["Ann", null],
    ];
    expect(await who(store)).toEqual(expected);
    await store.close();
    const again = await openStore({ basePath, author: "Cy" });
    expect(await who(again)).toEqual(expected);
    const [version] = await again.history("b", { limit: 1 });
    expect(version?.revision).toMatchObject({ author: null, message: "elsewhere" });
    expect(await again.verify()).toMatchObject({ ok: true });
  });

  it("W13 is stored once, however many revisions are its", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath, author: "a name of some length ".repeat(20) });
    for (let i = 0; i < 50; i += 1) await store.set("a", i);
    await store.close();
    const database = new Database(join(basePath, "strata.db"), { readonly: true });
    expect(database.prepare("SELECT count(*) FROM author").pluck().get()).toBe(1);
    database.close();
  });

  it("W13 is that of the right revision after a transaction that brought a new author was rolled back", async () => {
    const { store, core } = await openWithCore({ author: "Ann" });
    const failing = store.replace(
      (function* () {
        yield { key: "a", text: "1" };
        core.authors.idOf("Lost");
        throw new Error("no more");
      })(),
      { operation: "import", author: "Lost" },
    );
    await expect(failing).rejects.toThrow("no more");
    await store.set("a", 1);
    await store.write([{ key: "a", text: "2" }], { operation: "set", author: "Lost" });
    expect(await who(store)).toEqual([
      ["Lost", null],
      ["Ann", null],
    ]);
  });

  it.each(["", "  ", "\ud800", "é".repeat(513), 7])(
    "W13 is refused as %j, and nothing is made",
    async (author) => {
      expect(await failureOf(openStore({ author: author as string }))).toBeInstanceOf(InvalidOptionError);
      const store = await openStore();
      const write = store.write([{ key: "a", text: "1" }], { operation: "set", author: author as string });
      expect((await failureOf(write)).message).toMatch(/"author" option.*1 to 1024 bytes/);
      expect((await store.status()).revision).toBe(0);
    },
  );

  it("W13 may hold what would mislead a reader, and comes back as it is", async () => {
    const author = "Ann\u202e\n\u0000Eve\u2028";
    const store = await openStore({ author });
    await store.write([{ key: "a", text: "1" }], { operation: "set", message: "one\u0000\ntwo" });
    await store.set("a", 2);
    expect(await who(store)).toEqual([
      [author, null],
      [author, "one\u0000\ntwo"],
    ]);
  });
});

describe("M6 a bundle", () => {
  async function bundled(): Promise<string> {
    const store = await openStore({ author: "Ann\n\u202e" });
    await store.set("a", 1);
    await store.write([{ key: "a", text: "2" }], { operation: "set", message: "why\nnot" });
    await store.write([{ key: "b", text: "2" }], { operation: "set", author: null });
    const path = join(await freshDirectory(), "all.strata");
    await exportBundle(store, path, { kind: "store" });
    return path;
  }
  const reworded = (path: string, pattern: RegExp, by: string) => {
    // The checksum of all lines is compared at the end: this is found before.
    const lines = gunzipSync(readFileSync(path)).toString().replace(pattern, by);
    writeFileSync(path, gzipSync(lines));
  };

  it("M6 carries authors and messages to a store of somebody else", async () => {
    const path = await bundled();
    const copy = await openStore({ author: "Importer" });
    await importBundle(copy, path);
    expect(await who(copy)).toEqual([
      [null, null],
      ["Ann\n\u202e", "why\nnot"],
      ["Ann\n\u202e", null],
    ]);
  });

  it("M6 of an earlier Strata names no author, and none is invented", async () => {
    const path = join(import.meta.dirname, "formats/fixtures/format-1/closed.strata");
    const copy = await openStore({ author: "Importer" });
    const { problems } = await importBundle(copy, path);
    expect(problems).toEqual([]);
    const records = await copy.revisions({ limit: 1000 });
    expect(records.length).toBeGreaterThan(40);
    expect(records.filter(({ author, message }) => author !== null || message !== null)).toEqual([]);
  });

  it("M6 with an author that is none is refused", async () => {
    const path = await bundled();
    reworded(path, /"author":"[^"]*"/, '"author":7');
    const copy = await openStore();
    await expect(importBundle(copy, path)).rejects.toThrow(/not what a revision is/);
    expect((await copy.status()).revision).toBe(0);
  });
});
