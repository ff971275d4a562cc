import { cp } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { SNAPSHOT_BATCH } from "../../backends/sqlite/storage/schema.ts";
import { freshDirectory, openStore } from "../../stores.fixture.ts";

describe("snapshots that are not indexed yet", () => {
  it("N1, N6 are found by name among indexed ones, whatever was changed and deleted in between", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath, maxSnapshots: 0 });
    const expected = new Map<string, unknown>();
    for (let n = 0; n < 5 * SNAPSHOT_BATCH; n += 1) {
      await store.save({ n });
      const version = await store.createSnapshot(`tag ${n}`);
      expected.set(version, { n });
      if (n % 5 === 0)
        await store.updateSnapshot(version, { description: "numbers are used up by changes too" });
      if (n % 7 === 0) {
        await store.deleteSnapshots([version]);
        expected.delete(version);
      }
    }
    const again = await openStore({ basePath, maxSnapshots: 0 });
    for (const [version, data] of expected) {
      expect(await again.getSnapshotData(version)).toEqual(data);
    }
    const listed = (await again.listSnapshots()).map(({ version }) => version);
    expect(listed).toEqual([...expected.keys()].reverse());
  });

  it("N1 have names of their own, however many are made in one second", async () => {
    vi.spyOn(Date, "now").mockReturnValue(1_700_000_000_000);
    const store = await openStore({ maxSnapshots: 0 });
    const names = await Promise.all(Array.from({ length: 3000 }, () => store.createSnapshot()));
    vi.restoreAllMocks();
    expect(new Set(names).size).toBe(3000);
    for (const name of names) expect(name).toMatch(/^v1700000000-[0-9a-f]{8}$/);
  });

  it("N1 get another name where a snapshot that was brought in has the next one", async () => {
    vi.spyOn(Date, "now").mockReturnValue(1_700_000_000_000);
    const [basePath, copy] = [await freshDirectory(), await freshDirectory()];
    const store = await openStore({ basePath });
    await store.set("a", 1);
    await store.close();
    await cp(basePath, copy, { recursive: true });
    const elsewhere = await openStore({ basePath: copy });
    await elsewhere.createSnapshot();
    const taken = (await elsewhere.snapshot()).version;
    const again = await openStore({ basePath });
    await again.snapshot({ version: taken });
    const other = await again.createSnapshot();
    vi.restoreAllMocks();
    expect(other).not.toBe(taken);
    expect((await again.listSnapshots()).map(({ version }) => version)).toEqual([other, taken]);
    expect(await again.verify()).toMatchObject({ ok: true });
  });
});
