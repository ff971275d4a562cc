import { describe, expect, it } from "vitest";
import type { SnapshotVersion } from "../../../../shared/model/index.ts";
import { failureOf, openStore, openWithCore } from "../../stores.fixture.ts";

describe("deleted snapshots", () => {
  it("F26 a deleted snapshot can be restored as it was, in its place", async () => {
    const store = await openStore();
    for (let i = 0; i < 30; i += 1) {
      await store.set("i", i);
      await store.snapshot({
        tags: [`t${i}`, "all"],
        description: `note ${i}`,
        userInfo: { i },
        pinned: i % 2 === 0,
      });
    }
    const before = await store.listSnapshots();
    const gone = [before[3], before[29], before[0]].map((one) => one?.version as SnapshotVersion);
    await store.deleteSnapshots(gone);
    expect((await store.listSnapshots()).map(({ version }) => version)).not.toEqual(
      expect.arrayContaining(gone),
    );
    expect(await store.snapshotByTag("t0", true)).toBeUndefined();
    const deleted = await store.deletedSnapshots();
    expect(deleted.map(({ version }) => version).sort()).toEqual([...gone].sort());
    const { deletedAt, ...metadata } = deleted.find(({ version }) => version === gone[1]) ?? {
      deletedAt: "",
    };
    expect(new Date(deletedAt).toISOString()).toBe(deletedAt);
    expect(metadata).toEqual(before[29]);

    const made = await store.undeleteSnapshots(gone);
    expect(made).toEqual([before[3], before[29], before[0]]);
    expect(await store.listSnapshots()).toEqual(before);
    expect(await store.deletedSnapshots()).toEqual([]);
    expect((await store.snapshotByTag("all", false))?.version).toBe(gone[1]);
    expect(await store.getSnapshotData(gone[1] as string)).toEqual({ i: 0 });
    expect(await store.verify()).toMatchObject({ ok: true });
    expect(await failureOf(store.undeleteSnapshots([gone[0] as SnapshotVersion]))).toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
    });
  });

  it("F26 it outlasts a restart, and another process may restore it", async () => {
    const store = await openStore();
    await store.set("a", 1);
    const version = (await store.createSnapshot("t")) as SnapshotVersion;
    await store.set("a", 2);
    await store.deleteSnapshots([version]);
    await store.close();
    const again = await openStore({ basePath: store.path as string });
    const other = await openStore({ basePath: store.path as string });
    const heard: unknown[] = [];
    again.onChange((change) => heard.push(change));
    await other.undeleteSnapshots([version]);
    expect(await again.getSnapshotData(version)).toEqual({ a: 1 });
    await expect.poll(() => heard.length).toBeGreaterThan(0);
  });

  it("F26 the next prune drops them for good, and says so beforehand", async () => {
    const store = await openStore();
    await store.set("a", "only that one saw this");
    const version = (await store.createSnapshot("t")) as SnapshotVersion;
    await store.set("a", 2);
    await store.deleteSnapshots([version]);
    const preview = await store.prune({ keepRevisions: 0, dryRun: true });
    expect(preview).toMatchObject({ snapshots: [], deletedSnapshots: [version], values: 1 });
    expect(await store.deletedSnapshots()).toHaveLength(1);
    expect(await store.prune({ keepRevisions: 0, dryRun: false })).toMatchObject({
      deletedSnapshots: [version],
    });
    expect(await store.deletedSnapshots()).toEqual([]);
    expect(await failureOf(store.undeleteSnapshots([version]))).toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
      version,
    });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it("F26 those that the limit drops can be restored, too, the last 200 of them", async () => {
    const store = await openStore({ maxSnapshots: 2 });
    const versions: string[] = [];
    for (let i = 0; i < 210; i += 1) versions.push(await store.createSnapshot(null, `${i}`));
    const deleted = await store.deletedSnapshots();
    expect(deleted.map(({ version }) => version).sort()).toEqual(versions.slice(8, 208).sort());
    const last = versions[207] as SnapshotVersion;
    await store.undeleteSnapshots([last]);
    expect((await store.listSnapshots()).map(({ version }) => version)).toEqual(
      versions.slice(207).reverse(),
    );
    // Those do not push out snapshots deleted by hand.
    await store.deleteSnapshots([last]);
    for (let i = 0; i < 210; i += 1) await store.createSnapshot();
    expect((await store.deletedSnapshots()).map(({ version }) => version)).toContain(last);
  });

  it("F26 all or none is restored, and what is deleted for good is not kept", async () => {
    const store = await openStore();
    const versions = [await store.createSnapshot("a"), await store.createSnapshot("b")] as SnapshotVersion[];
    await store.deleteSnapshots(versions.slice(0, 1));
    await store.deleteSnapshots(versions.slice(1), { forGood: true });
    expect(await failureOf(store.undeleteSnapshots(versions))).toMatchObject({ version: versions[1] });
    expect(await store.listSnapshots()).toEqual([]);
    expect(await store.deletedSnapshots()).toHaveLength(1);
  });

  it("F26 a damaged note of a deleted snapshot is named, and the rest of the store is read", async () => {
    const { store, core } = await openWithCore();
    await store.set("a", 1);
    await store.deleteSnapshots([(await store.createSnapshot()) as SnapshotVersion]);
    core.own.database.prepare("UPDATE meta SET value = '{' WHERE name LIKE 'deleted_snapshot:%'").run();
    expect(await failureOf(store.deletedSnapshots())).toMatchObject({ code: "DATA_INTEGRITY" });
    expect(await store.load()).toEqual({ a: 1 });
    await store.createSnapshot();
    await store.prune({ keepRevisions: 0, dryRun: false });
    expect(await store.deletedSnapshots()).toEqual([]);
  });
});
