import { describe, expect, it } from "vitest";
import { SNAPSHOT_BATCH } from "../storage/schema.ts";
import { freshDirectory, openStore } from "../stores.fixture.ts";

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
});
