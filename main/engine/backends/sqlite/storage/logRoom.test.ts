import { statSync } from "node:fs";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshDirectory, openStore, openWithCore } from "../../../stores.fixture.ts";
import { recoverStore } from "../recover/index.ts";
import { CHECKPOINT_PAGES } from "./connection.ts";
import { LogRoom } from "./logRoom.ts";

const LOG = "strata.db-wal";

async function copyOf(store: string): Promise<string> {
  const copy = join(await freshDirectory(), "copy");
  await cp(store, copy, { recursive: true });
  return copy;
}

describe("the room in the log of a store", () => {
  it("grows in few steps, and what is in the log counts wherever the process ends", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath });
    const lengths = new Set<number>();
    for (let n = 1; n <= 300; n += 1) {
      await store.set("n", n);
      lengths.add(statSync(join(basePath, LOG)).size);
      if (n % 60 !== 0) continue;
      const opened = await openStore({ basePath: await copyOf(basePath) });
      expect(await opened.get("n")).toBe(n);
      expect(opened.lostCommits).toBeNull();
      expect(await opened.verify()).toMatchObject({ ok: true });
      await opened.close();
    }
    expect(lengths.size).toBeLessThan(12);
  });

  it("is no hindrance to recovering a damaged store", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath });
    for (let n = 1; n <= 30; n += 1) await store.set(`key ${n}`, n);
    const copy = await copyOf(basePath);
    await writeFile(join(copy, "strata.db"), "gone");
    const to = join(await freshDirectory(), "recovered");
    await recoverStore(copy, to);
    expect(await (await openStore({ basePath: to })).load()).toEqual(await store.load());
  });

  it("is made again where another connection has emptied the log", async () => {
    const { store, core } = await openWithCore();
    for (let n = 0; n < 20; n += 1) await store.set("n", n);
    core.own.database.pragma("wal_checkpoint(TRUNCATE)");
    expect(statSync(join(core.path as string, LOG)).size).toBe(0);
    for (let n = 0; n < 100; n += 1) {
      await store.set("n", n);
      if (n === 10) expect(statSync(join(core.path as string, LOG)).size).toBeGreaterThan(256 * 1024);
    }
    const opened = await openStore({ basePath: await copyOf(store.path as string) });
    expect(await opened.get("n")).toBe(99);
    expect(await opened.verify()).toMatchObject({ ok: true });
  });
});

describe("LogRoom", () => {
  it("adds zeros behind what is there, once more when they are nearly used up, and no more than the log comes to", async () => {
    const directory = await freshDirectory();
    const log = join(directory, LOG);
    await writeFile(log, Buffer.alloc(10_000, 7));
    const room = new LogRoom(directory);
    for (let commit = 0; commit < 10; commit += 1) room.begun();
    const once = await readFile(log);
    expect(once.subarray(0, 10_000)).toEqual(Buffer.alloc(10_000, 7));
    expect(once.subarray(10_000)).toEqual(Buffer.alloc(256 * 1024));
    for (let step = 0; step < 10; step += 1) {
      await writeFile(log, Buffer.alloc(statSync(log).size, 7));
      for (let commit = 0; commit < 8; commit += 1) room.begun();
    }
    expect(statSync(log).size).toBe(32 + CHECKPOINT_PAGES.full * (24 + 4096));
    await room.close();
  });

  // Only Linux has a device that is always full.
  it.runIf(process.platform === "linux")("lets the log be where there is no room on the disk", async () => {
    const directory = await freshDirectory();
    await symlink("/dev/full", join(directory, LOG));
    const room = new LogRoom(directory);
    for (let commit = 0; commit < 10; commit += 1) room.begun();
    await room.close();
  });
});
