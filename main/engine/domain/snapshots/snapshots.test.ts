import { describe, expect, it } from "vitest";
import type { SnapshotVersion } from "../../../../shared/model/index.ts";
import { SnapshotNotFoundError, StoreClosedError } from "../../errors.ts";
import { failureOf, openStore, openWithCore } from "../../stores.fixture.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("snapshots", () => {
  it("N1 a snapshot is named by time and eight digits", async () => {
    const store = await openStore();
    const before = Math.floor(Date.now() / 1000);
    const version = await store.createSnapshot("t", "d");
    expect(version).toMatch(/^v\d+-[0-9a-f]{8}$/);
    expect(Number(version.slice(1, -9))).toBeGreaterThanOrEqual(before);
  });

  it("N2 of many with one tag, latest is the newest made and otherwise the oldest", async () => {
    const store = await openStore();
    for (const n of [1, 2, 3]) {
      await store.set("n", n);
      await store.snapshot({ tags: ["release", `r${n}`] });
    }
    expect(await store.restoreSnapshotByTag("release")).toEqual({ n: 3 });
    expect(await store.restoreSnapshotByTag("release", false)).toEqual({ n: 1 });
    expect(await store.restoreSnapshotByTag("r2")).toEqual({ n: 2 });
    expect(await failureOf(store.restoreSnapshotByTag("none"))).toBeInstanceOf(SnapshotNotFoundError);
    expect(await store.tags()).toEqual([
      { tag: "release", count: 3 },
      { tag: "r1", count: 1 },
      { tag: "r2", count: 1 },
      { tag: "r3", count: 1 },
    ]);
  });

  it("N3, N4 a delta snapshot says its base and size, and does all that a full one does", async () => {
    const store = await openStore();
    const first = await store.createDeltaSnapshot();
    expect((await store.findSnapshot(first))?.kind).toBe("full");
    await store.save({ a: 1, b: 2, c: 3 });
    const second = await store.createDeltaSnapshot(null, "d");
    await store.save({ a: 1, b: 20, d: 4 });
    const third = await store.createDeltaSnapshot(second);
    expect(await store.findSnapshot(second)).toMatchObject({
      kind: "delta",
      baseVersion: first,
      deltaSize: 3,
    });
    expect(await store.findSnapshot(third)).toMatchObject({
      kind: "delta",
      baseVersion: second,
      deltaSize: 3,
    });
    expect(await failureOf(store.createDeltaSnapshot("v1-00000000"))).toBeInstanceOf(SnapshotNotFoundError);
    await store.clear();
    expect(await store.getSnapshotData(second)).toEqual({ a: 1, b: 2, c: 3 });
    expect(await store.restoreSnapshot(third)).toEqual({ a: 1, b: 20, d: 4 });
    const { deltaInfo } = await store.compareSnapshots(second, third);
    expect(deltaInfo).toMatchObject({
      changes: { b: 20, d: 4 },
      removedKeys: ["c"],
      addedKeys: ["d"],
      modifiedKeys: ["b"],
    });
  });

  it("N5 beyond the limit the oldest goes; pinned ones stay and do not count", async () => {
    const store = await openStore({ maxSnapshots: 2 });
    const versions: SnapshotVersion[] = [];
    for (let i = 0; i < 5; i += 1) {
      await store.set("i", i);
      versions.push(await store.createSnapshot(`t${i}`));
      if (i === 1)
        await store.updateSnapshot(versions[1] as SnapshotVersion, { pinned: true, pinReason: "kept" });
    }
    expect((await store.listSnapshots()).map(({ version }) => version)).toEqual([
      versions[4],
      versions[3],
      versions[1],
    ]);
    expect(await store.getSnapshotData(versions[1] as string)).toEqual({ i: 1 });
    expect((await store.tags()).map(({ tag }) => tag)).toEqual(["t1", "t3", "t4"]);
    const unlimited = await openStore({ maxSnapshots: 0 });
    for (let i = 0; i < 60; i += 1) await unlimited.createSnapshot();
    expect(await unlimited.listSnapshots()).toHaveLength(60);
  });

  it("F20 N5 beyond the limit automatic and untagged snapshots go first, tagged ones only when they alone are more", async () => {
    const store = await openStore({ maxSnapshots: 3 });
    const notes = async () => (await store.listSnapshots()).map(({ description }) => description);
    const make = (tag: string | null, note: string) => store.createSnapshot(tag, note);
    await make("release", "r1");
    await make("auto", "a1");
    await make(null, "u1");
    await make("safety", "s1");
    expect(await notes()).toEqual(["s1", "u1", "r1"]);
    await make("release", "r2");
    await make("import", "i1");
    expect(await notes()).toEqual(["i1", "r2", "r1"]);
    await make("release", "r3");
    expect(await notes()).toEqual(["r3", "r2", "r1"]);
    // A new snapshot stays until the next one is made.
    const { version } = await store.snapshot({ tags: ["watch"], description: "w1" });
    expect(await store.getSnapshotData(version)).toEqual({});
    expect(await notes()).toEqual(["w1", "r3", "r2", "r1"]);
    await make("cleanup", "c1");
    expect(await notes()).toEqual(["c1", "r3", "r2", "r1"]);
    await make("release", "r4");
    expect(await notes()).toEqual(["r4", "r3", "r2"]);
  });

  it("F20 README's example works after many automatic snapshots with the default limit", async () => {
    const store = await openStore();
    await store.set("theme", { name: "dusk" });
    await store.createSnapshot("release", "What everybody has now");
    for (let i = 0; i < 60; i += 1) {
      await store.set("theme", { name: `dawn ${i}` });
      await store.snapshot({ tags: ["auto"] });
    }
    expect(await store.listSnapshots()).toHaveLength(50);
    expect(await store.restoreSnapshotByTag("release")).toEqual({ theme: { name: "dusk" } });
  });

  it("F20 a tag that was added by hand keeps an automatic snapshot", async () => {
    const store = await openStore({ maxSnapshots: 2 });
    const kept = (await store.createSnapshot("auto")) as SnapshotVersion;
    await store.updateSnapshot(kept, { tags: ["auto", "good"] });
    for (let i = 0; i < 4; i += 1) await store.createSnapshot("auto");
    expect((await store.listSnapshots()).map(({ version }) => version)).toContain(kept);
  });

  it("N6 deleting a delta's base changes no other snapshot's data", async () => {
    const store = await openStore();
    const big = (n: number) => ({ text: "the same words again and again ".repeat(20), n });
    await store.save({ a: big(1), b: big(1) });
    const base = await store.createSnapshot();
    await store.set("a", big(2));
    const delta = await store.createDeltaSnapshot(base);
    await store.set("a", big(3));
    await store.set("b", big(3));
    const last = await store.createDeltaSnapshot(delta);
    await store.set("a", big(4));
    await store.pack();
    await store.deleteSnapshots([base]);
    await store.prune({ keepRevisions: 0, dryRun: false });
    expect(await store.getSnapshotData(delta)).toEqual({ a: big(2), b: big(1) });
    expect(await store.getSnapshotData(last)).toEqual({ a: big(3), b: big(3) });
    expect((await store.verify()).ok).toBe(true);
    expect(await failureOf(store.getSnapshotData(base))).toBeInstanceOf(SnapshotNotFoundError);
    expect(await failureOf(store.deleteSnapshots([delta, base]))).toBeInstanceOf(SnapshotNotFoundError);
    expect(await store.findSnapshot(delta)).toBeDefined();
  });

  it("N7 a restore is one revision of only what differs, gives the data, and can be undone", async () => {
    const store = await openStore();
    await store.save({ a: 1, b: 2, c: 3 });
    const version = await store.createSnapshot("good");
    await store.save({ a: 1, b: 20, d: 4 });
    expect(await store.restoreSnapshot(version)).toEqual({ a: 1, b: 2, c: 3 });
    expect((await store.revisions({ limit: 1 }))[0]).toMatchObject({
      operation: "restore",
      touched: 3,
      detail: "good",
    });
    const { revision } = await store.status();
    await store.restoreSnapshot(version);
    expect((await store.status()).revision).toBe(revision);
    await store.undo();
    expect(await store.load()).toEqual({ a: 1, b: 20, d: 4 });
  });

  it("N7 a restore gives back the very text, even where only the writing differs", async () => {
    const store = await openStore();
    const texts = ['{"a":1.0,"b":2}', '{"b":2,"a":3}', '{"b":2,"a":1}'];
    const versions: string[] = [];
    for (const text of texts) {
      await store.write([{ key: "k" as never, text: text as never }], { operation: "set" });
      versions.push(await store.createSnapshot());
    }
    const [first, , third] = versions as [string, string, string];
    expect((await store.compareSnapshots(first, third)).isDifferent).toBe(false);
    await store.restoreSnapshot(first);
    expect(await store.getText("k")).toBe(texts[0]);
    const [a, b] = [await store.findSnapshot(first), await store.snapshot()];
    expect(b.checksum).toBe(a?.checksum);
  });

  it("N8 what a snapshot reads is what it was, whatever happened since", async () => {
    const store = await openStore();
    await store.save({ a: { deep: [1] }, b: "x" });
    const version = await store.createSnapshot();
    await store.set("a", 2);
    await store.delete("b");
    await store.set("b", "again");
    await store.clear();
    expect(await store.getSnapshotData(version)).toEqual({ a: { deep: [1] }, b: "x" });
    expect(await store.load()).toEqual({});
  });

  it("N9 a comparison names what differs, in either direction", async () => {
    const store = await openStore();
    await store.save({ same: 1, changed: { n: 1 }, removed: 1, flips: 1 });
    const a = await store.createSnapshot();
    await store.set("flips", 2);
    await store.set("flips", 1);
    await store.save({ same: 1, changed: { n: 2 }, added: null, flips: 1 });
    const b = await store.createSnapshot();
    const forward = await store.compareSnapshots(a, b);
    expect(forward).toMatchObject({ version1: a, version2: b, isDifferent: true });
    expect(forward.deltaInfo).toMatchObject({
      changes: { added: null, changed: { n: 2 } },
      addedKeys: ["added"],
      modifiedKeys: ["changed"],
      removedKeys: ["removed"],
      originalSize: 11,
    });
    expect(forward.timeDifferenceSeconds).toBeGreaterThanOrEqual(0);
    const back = await store.compareSnapshots(b, a);
    expect(back.deltaInfo).toMatchObject({ addedKeys: ["removed"], removedKeys: ["added"] });
    expect(back.deltaInfo.changes).toEqual({ changed: { n: 1 }, removed: 1 });
    const same = await store.compareSnapshots(a, a);
    expect(same).toMatchObject({ isDifferent: false });
    expect(same.deltaInfo.compressionRatio).toBe(1);
    expect(await failureOf(store.compareSnapshots(a, "v1-00000000"))).toBeInstanceOf(SnapshotNotFoundError);
  });

  it("N10 order is by creation, whatever the clock says", async () => {
    const store = await openStore();
    const late = await store.snapshot({ tags: ["t"], createdAt: "2030-01-01T00:00:00.000Z" });
    await store.set("k", 1);
    const early = await store.snapshot({ tags: ["t"], createdAt: "2001-01-01T00:00:00.000Z" });
    expect((await store.listSnapshots()).map(({ version }) => version)).toEqual([
      early.version,
      late.version,
    ]);
    expect((await store.snapshotByTag("t", true))?.version).toBe(early.version);
    expect((await store.status()).latestSnapshot?.version).toBe(early.version);
  });

  it("N11 automatic snapshots come only after changes, and a failure is reported and tried again", async () => {
    const { store, core } = await openWithCore({ autoSnapshotInterval: 0.03 });
    const problems: Error[] = [];
    store.onProblem((problem) => problems.push(problem));
    await pause(100);
    expect(await store.listSnapshots()).toEqual([]);
    const insert = core.write.insertSnapshot.run.bind(core.write.insertSnapshot);
    core.write.insertSnapshot.run = () => {
      throw new Error("the disk is on fire");
    };
    await store.set("k", 1);
    await expect.poll(() => problems.length).toBeGreaterThan(0);
    expect(problems[0]?.message).toContain("the disk is on fire");
    expect((await store.getMetrics()).errorCount).toBeGreaterThan(0);
    core.write.insertSnapshot.run = insert;
    await expect.poll(async () => (await store.listSnapshots()).length).toBe(1);
    await pause(100);
    expect((await store.listSnapshots()).map(({ tags }) => tags)).toEqual([["auto"]]);
  });

  it("N12 cleanup makes a last snapshot if something changed, closes, and may be called again", async () => {
    const store = await openStore();
    await store.set("k", 1);
    await Promise.all([store.cleanup(), store.cleanup()]);
    await store.cleanup();
    const calls: Record<string, () => Promise<unknown>> = {
      save: () => store.save({}),
      load: () => store.load(),
      get: () => store.get("k"),
      set: () => store.set("k", 1),
      delete: () => store.delete("k"),
      clear: () => store.clear(),
      createSnapshot: () => store.createSnapshot(),
      createDeltaSnapshot: () => store.createDeltaSnapshot(),
      restoreSnapshot: () => store.restoreSnapshot("v1-00000000"),
      restoreSnapshotByTag: () => store.restoreSnapshotByTag("t"),
      listSnapshots: () => store.listSnapshots(),
      getSnapshotData: () => store.getSnapshotData("v1-00000000"),
      compareSnapshots: () => store.compareSnapshots("v1-00000000", "v1-00000000"),
      getMetrics: () => store.getMetrics(),
      exportData: () => store.exportData("/nowhere"),
      importData: () => store.importData("/nowhere"),
      status: () => store.status(),
      undo: () => store.undo(),
      verify: () => store.verify(),
      pack: () => store.pack(),
      prune: () => store.prune({ keepRevisions: 0, dryRun: true }),
    };
    for (const [name, call] of Object.entries(calls)) {
      expect([name, await failureOf(call())]).toEqual([name, expect.any(StoreClosedError)]);
    }
    const again = await openStore({ basePath: store.path as string });
    expect(await again.listSnapshots()).toMatchObject([
      { tags: ["cleanup"], description: "Automatic cleanup snapshot", entryCount: 1 },
    ]);
    await again.cleanup();
    const third = await openStore({ basePath: store.path as string });
    expect(await third.listSnapshots()).toHaveLength(1);
  });

  it("N13 metadata is complete; tags, description and pin can be changed, the data cannot", async () => {
    const store = await openStore();
    await store.save({ a: "é" });
    const made = await store.snapshot({
      tags: ["x", "x", "y"],
      description: "d",
      userInfo: { by: "me", n: [1] },
    });
    expect(made).toEqual({
      version: made.version,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      tags: ["x", "y"],
      description: "d",
      userInfo: { by: "me", n: [1] },
      kind: "full",
      baseVersion: null,
      deltaSize: null,
      pinned: false,
      pinReason: null,
      revision: 1,
      entryCount: 1,
      sizeBytes: 4,
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const changed = await store.updateSnapshot(made.version, { tags: ["z"], pinned: true, pinReason: "why" });
    expect(changed).toEqual({ ...made, tags: ["z"], pinned: true, pinReason: "why" });
    expect(await store.snapshotByTag("x", true)).toBe(undefined);
    expect(await store.updateSnapshot(made.version, { description: null })).toMatchObject({
      tags: ["z"],
      description: null,
      pinned: true,
    });
    expect(await failureOf(store.updateSnapshot("v1-00000000" as SnapshotVersion, {}))).toBeInstanceOf(
      SnapshotNotFoundError,
    );
  });

  it("N14 a snapshot of nothing new is allowed", async () => {
    const store = await openStore();
    const [a, b] = [await store.createSnapshot(), await store.createSnapshot()];
    expect(a).not.toBe(b);
    expect((await store.compareSnapshots(a, b)).isDifferent).toBe(false);
    expect((await store.status()).revision).toBe(0);
  });
});
