import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Revision } from "../../../../../shared/model/index.ts";
import { StorageError } from "../../../errors.ts";
import { failureOf, freshDirectory, openStore } from "../../../stores.fixture.ts";
import { HighWaterMark, NO_MARK } from "./highWaterMark.ts";

const at = (revision: number, snapshotChanges = 0) => ({ revision: revision as Revision, snapshotChanges });

describe("the mark", () => {
  it("I5 does not go back when one who knows less writes last", async () => {
    const directory = await freshDirectory();
    const [one, two] = [new HighWaterMark(directory), new HighWaterMark(directory)];
    two.write(at(12, 1));
    one.write(at(5, 3));
    expect(HighWaterMark.readFrom(directory)).toEqual(at(12, 3));
    for (const mark of [one, two]) mark.close();
  });

  it("I5 a store that was idle does not take back, when it is closed, what another one marked", async () => {
    const directory = await freshDirectory();
    const idle = await openStore({ basePath: directory });
    const busy = await openStore({ basePath: directory });
    for (let i = 0; i < 20; i += 1) await busy.set(`k${i}`, i);
    await idle.close();
    expect(HighWaterMark.readFrom(directory).revision).toBe(20);
  });

  it("I5 a damaged mark counts for nothing, and the others still count", async () => {
    const directory = await freshDirectory();
    const marks = [7, 9, 8].map((revision) => {
      const mark = new HighWaterMark(directory);
      mark.write(at(revision));
      return mark;
    });
    const file = join(directory, "strata.mark");
    const bytes = await readFile(file);
    for (let i = 0; i < bytes.length; i += 32) bytes.writeUInt8((bytes[i] as number) ^ 1, i);
    await writeFile(file, bytes);
    expect(HighWaterMark.readFrom(directory)).toEqual(NO_MARK);
    marks[0]?.write(at(10));
    expect(HighWaterMark.readFrom(directory)).toEqual(at(10));
    for (const mark of marks) mark.close();
  });

  it("I4 what stands in its way is named, and no file stays open", async () => {
    const directory = await freshDirectory();
    await mkdir(join(directory, "strata.mark"));
    const open = async () => (await readdir("/proc/self/fd").catch(() => [])).length;
    const before = await open();
    for (let i = 0; i < 20; i += 1) {
      const failure = await failureOf(openStore({ basePath: directory }));
      expect(failure).toBeInstanceOf(StorageError);
      expect(failure.message).toMatch(/strata\.mark.*folder.*move it away/);
    }
    expect(await open()).toBeLessThan(before + 10);
  });
});
