import { readdirSync, readlinkSync } from "node:fs";
import { cp, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshDirectory, openStore } from "../../../stores.fixture.ts";
import { LogFlush } from "./logFlush.ts";

const LOG = "strata.db-wal";

/** How often this process has the file open. */
const timesOpen = (file: string) =>
  readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === file;
    } catch {
      return false;
    }
  }).length;

function commitOften(flush: LogFlush, times = 5000): void {
  for (let n = 0; n < times; n += 1) flush.committed();
}

// Only Linux lists a process's open files.
const onLinux = it.runIf(process.platform === "linux");

describe("LogFlush", () => {
  onLinux("has the log open from the first flush on, once, until it is closed", async () => {
    const directory = await freshDirectory();
    const log = join(directory, LOG);
    await writeFile(log, "pages");
    const flush = new LogFlush(directory);
    commitOften(flush, 1999);
    expect(timesOpen(log)).toBe(0);
    commitOften(flush);
    expect(timesOpen(log)).toBe(1);
    const closed = flush.close();
    // The system may reuse the number as soon as it is free.
    expect(timesOpen(log)).toBe(1);
    await closed;
    expect(timesOpen(log)).toBe(0);
    commitOften(flush);
    expect(timesOpen(log)).toBe(0);
  });

  onLinux("gives up where there is no log, and F5 where a link is in its place", async () => {
    const directory = await freshDirectory();
    const log = join(directory, LOG);
    const none = new LogFlush(directory);
    commitOften(none);
    await writeFile(log, "pages");
    commitOften(none);
    expect(timesOpen(log)).toBe(0);
    const other = await freshDirectory();
    await symlink("/dev/zero", join(other, LOG));
    const failing = new LogFlush(other);
    commitOften(failing);
    expect(timesOpen("/dev/zero")).toBe(0);
    await failing.close();
    expect(timesOpen("/dev/zero")).toBe(0);
  });

  it("takes nothing from a store that is written to all the while", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath, durability: "normal" });
    for (let n = 1; n <= 9000; n += 1) await store.set(`key ${n % 100}`, n);
    const copy = join(await freshDirectory(), "copy");
    await cp(basePath, copy, { recursive: true });
    const opened = await openStore({ basePath: copy });
    expect(await opened.get("key 0")).toBe(9000);
    expect(opened.lostCommits).toBeNull();
    expect(await opened.verify()).toMatchObject({ ok: true });
  });
});
