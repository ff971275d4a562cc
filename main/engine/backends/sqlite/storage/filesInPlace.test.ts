import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { StorageError } from "../../../errors.ts";
import { failureOf, freshDirectory, openStore, openWithCore } from "../../../stores.fixture.ts";

/** Milliseconds after which the next write checks its files. */
const LOOKED_FOR = 30;

describe("the files of an open store", () => {
  it.each([
    [
      "its file is removed",
      /strata\.db was removed or moved/,
      (store: string) => rm(join(store, "strata.db")),
    ],
    ["its log is removed", /strata\.db-wal was removed/, (store: string) => rm(join(store, "strata.db-wal"))],
    [
      "another file is put in its place",
      /strata\.db was replaced/,
      async (store: string) => {
        await cp(join(store, "strata.db"), join(store, "copy"));
        await rename(join(store, "copy"), join(store, "strata.db"));
      },
    ],
    ["its folder is moved", /was removed or moved/, (store: string) => rename(store, `${store}-moved`)],
  ])("I6 when %s, no write is acknowledged any more, and it says what to do", async (_, message, act) => {
    for (const durability of ["full", "normal"] as const) {
      const basePath = join(await freshDirectory(), "store");
      const store = await openStore({ basePath, durability });
      await store.set("a", 1);
      await act(basePath);
      await pause(LOOKED_FOR);
      for (const write of [
        () => store.set("a", 2),
        () => store.createSnapshot("lost"),
        () => store.save({ b: 1 }),
        () => store.clear(),
      ]) {
        const failure = await failureOf(write());
        expect(failure).toBeInstanceOf(StorageError);
        expect(failure.message).toMatch(message);
        expect(failure.message).toMatch(/put the file back/);
      }
      await store.close();
    }
  });

  it("I6 when the folder comes back, the store goes on", async () => {
    const basePath = join(await freshDirectory(), "store");
    const store = await openStore({ basePath });
    await store.set("a", 1);
    await rename(basePath, `${basePath}-moved`);
    await pause(LOOKED_FOR);
    await failureOf(store.set("a", 2));
    await failureOf(store.set("a", 4));
    await rename(`${basePath}-moved`, basePath);
    await store.set("b", 3);
    // The write that found the folder missing was carried out; none after it was.
    expect(await store.load()).toEqual({ a: 2, b: 3 });
    await store.close();
    const again = await openStore({ basePath });
    expect(await again.get("b")).toBe(3);
    expect(await again.verify()).toMatchObject({ ok: true });
  });

  it("I6 a long read does not go to a file that took the place of the store's", async () => {
    const { store } = await openWithCore();
    const directory = store.path as string;
    await store.set("a", "of this store");
    const other = await openStore();
    await other.set("a", "of another store");
    await other.close();
    await rm(join(directory, "strata.db-wal"));
    await cp(join(other.path as string, "strata.db"), join(directory, "strata.db-new"));
    await rename(join(directory, "strata.db-new"), join(directory, "strata.db"));
    expect(await store.load()).toEqual({ a: "of this store" });
    expect(await failureOf(store.verify())).toBeInstanceOf(StorageError);
  });

  it("I6 a process that only reads is notified, once", async () => {
    const { store } = await openWithCore();
    const directory = store.path as string;
    const problems: Error[] = [];
    store.onProblem((problem) => problems.push(problem));
    store.onChange(() => {});
    await store.set("a", 1);
    await rm(join(directory, "strata.db"));
    await expect.poll(() => problems.length).toBe(1);
    await pause(500);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/removed or moved/)]);
  });

  it("I2 a store is made in a folder in which another process has just made one", async () => {
    const directory = join(await freshDirectory(), "deep", "in", "folders");
    const stores = await Promise.all([
      openStore({ basePath: directory }),
      openStore({ basePath: directory }),
    ]);
    await stores[0].set("a", 1);
    expect(await stores[1].get("a")).toBe(1);
    await mkdir(join(dirname(directory), "other"));
    await writeFile(join(dirname(directory), "other", "strata.db.new-gate"), "");
    const beside = await openStore({ basePath: join(dirname(directory), "other") });
    await beside.set("a", 1);
  });
});
