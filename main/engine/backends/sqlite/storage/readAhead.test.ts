import { readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshDirectory } from "../../../stores.fixture.ts";
import { ReadAhead } from "./readAhead.ts";

const [FROM_MEMORY, FROM_DISK] = [0.01, 0.2];

async function ofBytes(size: number): Promise<ReadAhead> {
  const directory = await freshDirectory();
  await writeFile(join(directory, "strata.db"), "");
  await truncate(join(directory, "strata.db"), size);
  return new ReadAhead(directory);
}

describe("reading a small file ahead", () => {
  it("begins once several reads in a row came from the disk, and reads the file once", async () => {
    const ahead = await ofBytes(1_000_000);
    for (const took of [FROM_DISK, FROM_DISK, FROM_MEMORY, FROM_DISK, FROM_DISK]) ahead.note(took);
    expect(ahead.underWay).toBe(0);
    ahead.note(FROM_DISK);
    expect(ahead.underWay).toBe(4);
    for (let n = 0; n < 10; n += 1) ahead.note(FROM_DISK);
    expect(ahead.underWay).toBe(4);
    await ahead.close();
    expect(ahead.underWay).toBe(0);
  });

  it("leaves a large file alone, and one that is not there", async () => {
    for (const ahead of [await ofBytes(17_000_000), new ReadAhead(await freshDirectory())]) {
      for (let n = 0; n < 10; n += 1) ahead.note(FROM_DISK);
      expect(ahead.underWay).toBe(0);
      await ahead.close();
    }
  });

  it("leaves no file open, closed in the middle of it, twice, or before a read that is still noted", async () => {
    const openFiles = async () => (await readdir("/proc/self/fd").catch(() => [])).length;
    const before = await openFiles();
    for (let n = 0; n < 20; n += 1) {
      const ahead = await ofBytes(600_000);
      for (let read = 0; read < 3; read += 1) ahead.note(FROM_DISK);
      await Promise.all([ahead.close(), ahead.close()]);
      const unused = await ofBytes(600_000);
      await unused.close();
      for (let read = 0; read < 3; read += 1) unused.note(FROM_DISK);
      expect(unused.underWay).toBe(0);
    }
    expect(await openFiles()).toBeLessThan(before + 10);
  });
});
