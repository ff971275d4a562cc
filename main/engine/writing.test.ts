import { describe, expect, it, vi } from "vitest";
import type { JsonText, Key, Revision } from "../../shared/model/index.ts";
import { ConflictError } from "./errors.ts";
import { failureOf, openStore, openWithCore } from "./stores.fixture.ts";

const now = { kind: "now" } as const;

/** A store that holds one key, and its commits from then on. */
async function openCounted() {
  const { store, core } = await openWithCore();
  await store.set("first", 1);
  return { store, commits: vi.spyOn(core.write.commit, "run") };
}

describe("writing", () => {
  it("W1 a call is one revision, however many keys it touches", async () => {
    const store = await openStore();
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, i]));
    await store.save(many);
    expect((await store.status()).revision).toBe(1);
    await store.clear();
    expect((await store.status()).revision).toBe(2);
    await store.undo();
    expect((await store.status()).revision).toBe(3);
    expect(await store.count(now)).toBe(3000);
    expect((await store.revisions({ limit: 10 })).map(({ touched }) => touched)).toEqual([3000, 3000, 3000]);
  });

  it("W1, W11 a job that is stopped, or whose source fails, leaves nothing behind", async () => {
    const store = await openStore();
    await store.save({ a: 1, b: 2 });
    async function* failing() {
      for (let i = 0; i < 5000; i += 1) yield { key: `k${i}` as Key, text: "1" as JsonText };
      throw new Error("the source broke");
    }
    const failure = await failureOf(store.replace(failing(), { operation: "import" }));
    expect(failure.message).toBe("the source broke");
    const controller = new AbortController();
    async function* endless() {
      for (let i = 0; ; i += 1) {
        if (i === 20_000) controller.abort(new Error("enough"));
        yield { key: `k${i}` as Key, text: "1" as JsonText };
      }
    }
    const stopped = await failureOf(
      store.replace(endless(), { operation: "import", signal: controller.signal }),
    );
    expect(stopped.message).toBe("enough");
    expect(await store.load()).toEqual({ a: 1, b: 2 });
    expect((await store.status()).revision).toBe(1);
    await store.set("c", 3);
    expect((await store.verify()).ok).toBe(true);
  });

  it("W2 save replaces the state, writes only what differs, and gives an operation ID", async () => {
    const store = await openStore();
    await store.save({ same: { x: [1] }, other: 1, gone: true });
    const id = await store.save({ same: { x: [1] }, other: 2, fresh: null });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await store.load()).toEqual({ fresh: null, other: 2, same: { x: [1] } });
    expect((await store.read("same" as Key, now))?.since).toBe(1);
    expect((await store.revisions({ limit: 1 }))[0]).toMatchObject({ operation: "save", touched: 3 });
    await store.save({ other: 2, fresh: null, same: { x: [1] } });
    expect((await store.status()).revision).toBe(2);
  });

  it("W3 setting an equal value makes no revision, and delete tells whether the key existed", async () => {
    const store = await openStore();
    await store.set("k", { a: 1, b: [2] });
    await store.set("k", { b: [2], a: 1 });
    expect((await store.status()).revision).toBe(1);
    expect(await store.delete("k")).toBe(true);
    expect(await store.delete("k")).toBe(false);
    await store.clear();
    expect((await store.status()).revision).toBe(2);
  });

  it("W5 closing and opening gives back the last state, snapshotted or not", async () => {
    const store = await openStore();
    await store.set("a", 1);
    await store.createSnapshot("before");
    await store.set("a", 2);
    await store.set("b", 3);
    await store.close();
    const again = await openStore({ basePath: store.path as string });
    expect(await again.load()).toEqual({ a: 2, b: 3 });
    expect((await again.status()).revision).toBe(3);
    expect(again.id).toBe(store.id);
  });

  it("W7 calls made together take effect one after another in call order", async () => {
    const store = await openStore();
    const seen = await Promise.all([
      store.set("k", 1),
      store.get("k"),
      store.set("k", 2),
      store.get("k"),
      store.delete("k"),
      store.get("k", "none"),
      store.save({ k: 3 }),
      store.set("k", 4),
    ]);
    expect([seen[1], seen[3], seen[4], seen[5]]).toEqual([1, 2, true, "none"]);
    expect(await store.get("k")).toBe(4);
    const operations = (await store.revisions({ limit: 10 })).map(({ operation }) => operation);
    expect(operations).toEqual(["set", "save", "delete", "set", "set"]);
  });

  it("W9 synchronous is what the durability says, not the driver's default", async () => {
    for (const [durability, level] of [
      ["full", 2],
      ["normal", 1],
    ] as const) {
      const { core } = await openWithCore({ durability });
      expect(core.own.database.pragma("synchronous", { simple: true })).toBe(level);
      expect(core.own.database.pragma("journal_mode", { simple: true })).toBe("wal");
    }
  });

  it("W10 writes that wait together share a commit, resolve in call order, and fail each for itself", async () => {
    const { store, commits } = await openCounted();
    const order: number[] = [];
    const conflicting = store.write([{ key: "x" as Key, text: "1" as JsonText }], {
      operation: "set",
      expected: new Map([["x" as Key, 77 as Revision]]),
    });
    const outcome = failureOf(conflicting);
    await Promise.all(Array.from({ length: 64 }, (_, i) => store.set(`k${i}`, i).then(() => order.push(i))));
    expect(await outcome).toBeInstanceOf(ConflictError);
    expect(order).toEqual(Array.from({ length: 64 }, (_, i) => i));
    expect(await store.count(now)).toBe(65);
    expect(await store.get("x")).toBe(undefined);
    commits.mockClear();
    await Promise.all(Array.from({ length: 64 }, (_, i) => store.set(`k${i}`, -i - 1)));
    expect(commits.mock.calls.length).toBeGreaterThan(0);
    expect(commits.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it("W10 callers that are woken together share the next commit, however deep in calls each of them is", async () => {
    const { store, commits } = await openCounted();
    const within = async (depth: number, key: string, value: number): Promise<void> =>
      depth === 0 ? store.set(key, value) : within(depth - 1, key, value);
    const caller = async (depth: number) => {
      for (let round = 0; round < 20; round += 1) await within(depth, `k${depth}`, round);
    };
    await Promise.all(Array.from({ length: 8 }, (_, depth) => caller(depth)));
    expect(commits.mock.calls.length).toBeGreaterThanOrEqual(20);
    expect(commits.mock.calls.length).toBeLessThanOrEqual(24);
  });

  it("a transaction that fails at its very beginning is not left open", async () => {
    const { store, core } = await openWithCore();
    await store.set("a", 1);
    vi.spyOn(core, "refresh").mockImplementationOnce(() => {
      throw new Error("The disk did not answer.");
    });
    expect((await failureOf(store.set("a", 2))).message).toContain("did not answer");
    await store.set("a", 3);
    expect(await store.get("a")).toBe(3);
  });

  it("W12 expected versions protect from overwriting what somebody else wrote", async () => {
    const store = await openStore();
    await store.set("k", 1);
    const put = (text: string, since: number | null) =>
      store.write([{ key: "k" as Key, text: text as JsonText }], {
        operation: "set",
        expected: new Map([["k" as Key, since as Revision | null]]),
      });
    expect(await put("2", 1)).toBe(2);
    expect(await failureOf(put("3", 1))).toMatchObject({ code: "CONFLICT", key: "k" });
    expect(await failureOf(put("3", null))).toMatchObject({ code: "CONFLICT", key: "k" });
    await store.delete("k");
    expect(await failureOf(put("3", 2))).toMatchObject({ code: "CONFLICT", key: "k" });
    expect(await put("3", null)).toBe(4);
  });

  it("a replacement with keep lays its entries over the state", async () => {
    const store = await openStore();
    await store.save({ a: 1, b: 2, c: 3 });
    const source = [
      { key: "b" as Key, text: "20" as JsonText },
      { key: "c" as Key, text: null },
      { key: "d" as Key, text: "4" as JsonText },
    ];
    await store.replace(source, { operation: "import", keep: true });
    expect(await store.load()).toEqual({ a: 1, b: 20, d: 4 });
  });

  it("W11 a long job lets the event loop turn, and reads go on meanwhile", async () => {
    const store = await openStore();
    await store.save({ present: 1 });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const source = Array.from({ length: 60_000 }, (_, i) => ({
      key: `k${i}` as Key,
      text: `${i}` as JsonText,
    }));
    let ended = false;
    const job = store.replace(source, { operation: "import" }).then(() => {
      ended = true;
    });
    const read: unknown[] = [];
    while (!ended) {
      read.push(await store.get("present"));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await job;
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
    expect(read.slice(0, -1).every((value) => value === 1)).toBe(true);
    expect(await store.get("present")).toBe(undefined);
    expect(await store.count(now)).toBe(60_000);
  });

  it("V4 keys that differ only from a U+0000 on are not taken for each other", async () => {
    const store = await openStore();
    const keys = ["\0", "a", "a\0", "a\0b", "a\0c", "b"];
    const state = (value: number) => Object.fromEntries(keys.map((key, i) => [key, value + i]));
    await store.save(state(0));
    const before = await store.createSnapshot("tag\0one");
    await store.save(state(10));
    await store.set("a\0b", "alone");
    const { deltaInfo } = await store.compareSnapshots(before, await store.createSnapshot("tag\0two"));
    expect(deltaInfo.modifiedKeys).toEqual(keys);
    expect(await store.restoreSnapshotByTag("tag\0one")).toEqual(state(0));
    await store.delete("a\0b");
    await store.updateSnapshot(before, { tags: ["tag\0", "tag\0two"] });
    expect((await store.listSnapshots()).map(({ tags }) => tags)).toEqual([
      ["tag\0two"],
      ["tag\0", "tag\0two"],
    ]);
    await store.pack();
    const { "a\0b": _, ...rest } = state(0);
    expect(await store.load()).toEqual(rest);
    expect(await store.getSnapshotData(before)).toEqual(state(0));
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});
