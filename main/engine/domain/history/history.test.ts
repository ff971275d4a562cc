import { describe, expect, it } from "vitest";
import type { JsonText, Key, Revision } from "../../../../shared/model/index.ts";
import { NotFoundError } from "../../errors.ts";
import { failureOf, openStore, openWithCore } from "../../stores.fixture.ts";

const at = (revision: number) => ({ kind: "revision", revision: revision as Revision }) as const;

describe("history", () => {
  it("H1 every revision says when, what, and how many keys", async () => {
    const store = await openStore();
    const before = Date.now();
    await store.set("a", 1);
    await store.save({ a: 2, b: 1 });
    await store.delete("b");
    await store.clear();
    const version = await store.createSnapshot("empty");
    await store.undo();
    await store.restoreSnapshot(version);
    const log = await store.revisions({ limit: 10 });
    expect(log.map(({ revision, operation, touched, key }) => [revision, operation, touched, key])).toEqual([
      [6, "restore", 1, "a"],
      [5, "undo", 1, "a"],
      [4, "clear", 1, "a"],
      [3, "delete", 1, "b"],
      [2, "save", 2, null],
      [1, "set", 1, "a"],
    ]);
    for (const record of log) expect(record.at).toBeGreaterThanOrEqual(before);
    expect(log[0]?.detail).toBe("empty");
    const page = await store.revisions({ before: 4 as Revision, limit: 2 });
    expect(page.map(({ revision }) => revision)).toEqual([3, 2]);
  });

  it("H1, N9 filling an empty store says which keys, if they are not too many to say", async () => {
    const store = await openStore();
    await store.save({ only: 1 });
    expect((await store.revisions({ limit: 1 }))[0]).toMatchObject({ touched: 1, key: "only" });
    await store.clear();
    await store.save({ a: 1, b: 2 });
    expect(await store.difference(at(2), at(3))).toHaveLength(2);
    expect(await store.totals(at(1), at(3))).toEqual({ added: 2, removed: 1, changed: 0 });
    await store.clear();
    const many = Array.from({ length: 10_001 }, (_, i) => [`k${i}`, i]);
    await store.save(Object.fromEntries(many));
    expect(await store.totals(at(4), at(5))).toEqual({ added: 10_001, removed: 0, changed: 0 });
    expect(await store.totals(at(3), at(5))).toEqual({ added: 10_001, removed: 2, changed: 0 });
    await store.undo();
    expect(await store.count({ kind: "now" })).toBe(0);
  });

  it("H2 the history of one key is its versions, absence included, and nothing else is read for it", async () => {
    const { store, core } = await openWithCore();
    await store.set("k", 1);
    for (let i = 0; i < 3000; i += 1) void store.set(`other${i % 7}`, i);
    await store.set("k", 2);
    await store.delete("k");
    await store.set("k", 3);
    const versions = await store.history("k" as Key, { limit: 10 });
    expect(versions.map(({ text, until, revision }) => [text, revision.revision, until])).toEqual([
      ["3", 3004, null],
      [null, 3003, 3004],
      ["2", 3002, 3003],
      ["1", 1, 3002],
    ]);
    expect(versions.map(({ revision }) => revision.operation)).toEqual(["set", "delete", "set", "set"]);
    expect((await store.history("k" as Key, { before: 3003 as Revision, limit: 1 }))[0]?.text).toBe("2");
    expect(await store.history("never" as Key, { limit: 10 })).toEqual([]);
    const plan = core.own.database
      .prepare<[string, number, number], { readonly detail: string }>(
        `EXPLAIN QUERY PLAN ${core.own.historyOfKey.statement.source}`,
      )
      .all("k", 1, 1);
    expect(plan.map(({ detail }) => detail).join()).toMatch(
      /SEARCH history USING PRIMARY KEY \(key=\? AND until<\?\)/,
    );
  });

  it("H3 any revision is read, compared and restored like a snapshot", async () => {
    const store = await openStore();
    await store.set("a", 1);
    await store.set("b", 2);
    await store.save({ b: 3, c: 4 });
    expect(await store.read("a" as Key, at(2))).toMatchObject({ text: "1", since: 1 });
    expect(await store.read("a" as Key, at(3))).toBe(undefined);
    expect(await store.keys(at(2), {}, 10)).toEqual(["a", "b"]);
    expect(await store.count(at(1))).toBe(1);
    expect(await store.count(at(0))).toBe(0);
    expect((await store.difference(at(1), at(3))).map(({ key, kind }) => [key, kind])).toEqual([
      ["a", "removed"],
      ["b", "added"],
      ["c", "added"],
    ]);
    expect(await store.totals(at(2), at(3))).toEqual({ added: 1, removed: 1, changed: 1 });
    await store.restore(at(2), { keys: ["b" as Key, "b" as Key, "none" as Key] });
    expect(await store.load()).toEqual({ b: 2, c: 4 });
    await store.restore(at(1));
    expect(await store.load()).toEqual({ a: 1 });
    expect(await store.restore(at(1))).toBe(null);
    await store.restore(at(0));
    expect(await store.load()).toEqual({});
    for (const revision of [99, -1, 1.5]) {
      expect(await failureOf(store.read("a" as Key, at(revision)))).toBeInstanceOf(NotFoundError);
    }
  });

  it("H4 prune says beforehand what goes, and drops that and nothing else", async () => {
    const store = await openStore();
    await store.set("once", "gone");
    await store.set("kept", { in: "snapshot" });
    await store.delete("once");
    const version = await store.createSnapshot();
    for (let i = 0; i < 20; i += 1) await store.set("kept", { n: i });
    await store.set("tail", 1);
    const dry = await store.prune({ keepRevisions: 3, dryRun: true });
    expect(dry).toMatchObject({
      snapshots: [],
      unrecoverableKeys: ["once"],
      unrecoverableKeyCount: 1,
      values: 18,
    });
    expect(dry.bytes).toBeGreaterThan(0);
    expect(await store.read("once" as Key, at(2))).toMatchObject({ text: '"gone"' });
    expect(await store.prune({ keepRevisions: 3, dryRun: false })).toEqual(dry);
    expect(await store.getSnapshotData(version)).toEqual({ kept: { in: "snapshot" } });
    expect(await store.read("kept" as Key, at(21))).toMatchObject({ text: '{"n":17}' });
    expect(await failureOf(store.read("once" as Key, at(2)))).toBeInstanceOf(NotFoundError);
    expect((await store.history("kept" as Key, { limit: 50 })).map(({ text }) => text)).toEqual([
      '{"n":19}',
      '{"n":18}',
      '{"n":17}',
      '{"in":"snapshot"}',
    ]);
    expect((await store.totals({ kind: "snapshot", version }, { kind: "now" })).changed).toBe(1);
    expect((await store.difference({ kind: "snapshot", version }, at(22))).map(({ key }) => key)).toEqual([
      "kept",
    ]);
    expect((await store.verify()).ok).toBe(true);
    expect(await store.prune({ keepRevisions: 3, dryRun: false })).toMatchObject({ values: 0, revisions: 0 });
    await store.restoreSnapshot(version);
    expect(await store.load()).toEqual({ kept: { in: "snapshot" } });
  });

  it("H4 prune takes snapshots beyond the limit with it, and names them", async () => {
    const store = await openStore({ maxSnapshots: 0 });
    const versions = [];
    for (let i = 0; i < 4; i += 1) {
      await store.set("k", i);
      versions.push(await store.createSnapshot());
    }
    await store.close();
    const limited = await openStore({ basePath: store.path as string, maxSnapshots: 2 });
    const report = await limited.prune({ keepRevisions: 0, dryRun: false });
    expect([...report.snapshots].sort()).toEqual(versions.slice(0, 2).sort());
    expect(await limited.getSnapshotData(versions[2] as string)).toEqual({ k: 2 });
    expect(await limited.history("k" as Key, { limit: 9 })).toHaveLength(2);
  });
});

describe("undo and redo", () => {
  it("W8 move over every kind of revision, and make new ones", async () => {
    const store = await openStore();
    const states: unknown[] = [await store.load()];
    const version = await store.createSnapshot();
    const steps = [
      () => store.set("a", 1),
      () => store.save({ a: 2, b: 3 }),
      () => store.delete("a"),
      () => store.clear(),
      () => store.save({ c: 4 }),
      () => store.restoreSnapshot(version),
      () => store.replace([{ key: "d" as Key, text: "5" as never }], { operation: "import" }),
    ];
    for (const step of steps) {
      await step();
      states.push(await store.load());
    }
    for (let i = states.length - 2; i >= 0; i -= 1) {
      expect(await store.undo()).not.toBe(null);
      expect(await store.load()).toEqual(states[i]);
    }
    expect(await store.undo()).toBe(null);
    for (let i = 1; i < states.length; i += 1) {
      expect(await store.redo()).not.toBe(null);
      expect(await store.load()).toEqual(states[i]);
    }
    expect(await store.redo()).toBe(null);
    expect((await store.status()).revision).toBe(21);
  });

  it("W8 outlast a restart, and a new edit ends what could be redone", async () => {
    const store = await openStore();
    await store.set("a", 1);
    await store.set("a", 2);
    await store.undo();
    await store.close();
    const again = await openStore({ basePath: store.path as string });
    expect((await again.status()).redo).toMatchObject({ revision: 2, operation: "set", key: "a" });
    expect((await again.status()).undo).toMatchObject({ revision: 1 });
    await again.redo();
    expect(await again.get("a")).toBe(2);
    expect(await again.undo()).toMatchObject({ revision: 2 });
    await again.set("b", 1);
    expect((await again.status()).redo).toBe(null);
    expect(await again.redo()).toBe(null);
    await again.undo();
    await again.undo();
    expect(await again.load()).toEqual({});
    expect(await again.undo()).toBe(null);
  });

  it("W8 name what they act on, by its operation and what it was about", async () => {
    const store = await openStore();
    await store.set("a", 1);
    const version = await store.createSnapshot("release");
    await store.set("a", 2);
    await store.restoreSnapshot(version);
    expect((await store.status()).undo).toMatchObject({ operation: "restore", detail: "release" });
    await store.undo();
    expect((await store.status()).redo).toMatchObject({ operation: "restore", detail: "release" });
    await store.redo();
    expect((await store.status()).undo).toMatchObject({ operation: "restore", detail: "release" });
  });

  it("W8 restore a large state whole", async () => {
    const store = await openStore();
    const large = Object.fromEntries(Array.from({ length: 12_000 }, (_, i) => [`k${i}`, { n: i }]));
    await store.save(large);
    await store.clear();
    await store.set("x", 1);
    await store.undo();
    await store.undo();
    expect(await store.load()).toEqual(large);
    await store.redo();
    expect(await store.count({ kind: "now" })).toBe(0);
    expect((await store.verify()).ok).toBe(true);
  });

  it("W8 end where a prune has been", async () => {
    const store = await openStore();
    for (let i = 0; i < 5; i += 1) await store.set("k", i);
    await store.prune({ keepRevisions: 2, dryRun: false });
    expect(await store.undo()).not.toBe(null);
    expect(await store.undo()).not.toBe(null);
    expect(await store.undo()).toBe(null);
    expect(await store.get("k")).toBe(2);
  });

  it("F21 a key's history names what it was called before, where one key went in the same revision with the same text", async () => {
    const store = await openStore();
    const [old, now, other] = ["first_name", "firstName", "other"] as Key[];
    await store.set(old as string, "Ann");
    await store.set(old as string, "Anna");
    await store.write(
      [
        { key: old as Key, text: null },
        { key: now as Key, text: '"Anna"' as JsonText },
      ],
      { operation: "rename" },
    );
    await store.set(now as string, "Anne");
    const versions = await store.history(now as Key, { limit: 10 });
    expect(versions.map(({ text, renamedFrom }) => [text, renamedFrom])).toEqual([
      ['"Anne"', undefined],
      ['"Anna"', old],
    ]);
    const before = versions[1]?.revision.revision as Revision;
    expect((await store.history(old as Key, { limit: 10, before })).map(({ text }) => text)).toEqual([
      '"Anna"',
      '"Ann"',
    ]);
    // Two deleted keys with the same text are ambiguous.
    await store.save({ a: "x", b: "x" });
    await store.save({ other: "x" });
    expect((await store.history(other as Key, { limit: 10 }))[0]).not.toHaveProperty("renamedFrom");
  });
});
