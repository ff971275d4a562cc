import { cp, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PersistenceError } from "../../../errors.ts";
import { freshDirectory, openStore } from "../../../stores.fixture.ts";

const PAGE = 4096;

/** Opens a store and reads everything; returns the error, if any. */
async function read(basePath: string): Promise<unknown> {
  try {
    const store = await openStore({ basePath, cacheStrategy: "none" });
    try {
      await store.load();
      await store.listSnapshots();
      await store.revisions({ limit: 1000 });
      const { error } = await store.verify();
      return error ?? undefined;
    } finally {
      await store.close();
    }
  } catch (error) {
    return error;
  }
}

// Found by the faults test of corruption, seed 5001, trials 812, 1096 and 1734: the page of pending revisions.
it("I2, I5 whichever page of the file is gone, the error is one of ours", async () => {
  const basePath = await freshDirectory();
  const store = await openStore({ basePath });
  for (let i = 0; i < 40; i += 1) await store.set(`k${i % 7}`, { i, text: "words ".repeat(i) });
  await store.createSnapshot("one");
  await store.write(
    ["a", "b", "c"].map((key) => ({ key, text: "1" }) as never),
    { operation: "set" },
  );
  await store.createSnapshot("two");
  for (let i = 0; i < 5; i += 1) await store.set("last", i);
  const copy = await freshDirectory();
  for (const name of ["strata.db", "strata.db-wal"]) await cp(join(basePath, name), join(copy, name));
  const pages = (await readFile(join(copy, "strata.db"))).length / PAGE;
  expect(pages).toBeGreaterThan(10);
  for (let page = 0; page < pages; page += 1) {
    const damaged = await freshDirectory();
    await cp(join(copy, "strata.db"), join(damaged, "strata.db"));
    const file = await open(join(damaged, "strata.db"), "r+");
    await file.write(Buffer.alloc(PAGE), 0, PAGE, page * PAGE);
    await file.close();
    const error = await read(damaged);
    if (error !== undefined) expect([page, error]).toEqual([page, expect.any(PersistenceError)]);
  }
});
