import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JsonText, type Key, type Moment, NOW, type Revision } from "../../../../shared/model/index.ts";
import { ConflictError, InvalidOptionError, InvalidValueError } from "../../errors.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../../index.ts";
import { blame } from "./blame.ts";
import { leafHistory } from "./leafHistory.ts";
import { planLeafRestore, restoreLeaf } from "./restoreLeaf.ts";
import { setMember } from "./setMember.ts";

const KEY = "shop" as Key;

let store: EnhancedPersistence;

beforeEach(async () => {
  store = await createEnhancedPersistence({ storageBackend: "memory" });
});

afterEach(() => store.close());

async function put(...values: unknown[]): Promise<Revision[]> {
  const revisions: Revision[] = [];
  for (const value of values) {
    const text =
      value === undefined ? null : ((typeof value === "string" ? value : JSON.stringify(value)) as JsonText);
    revisions.push((await store.write([{ key: KEY, text }], { operation: "set" })) as Revision);
  }
  return revisions;
}

const at = (revision: Revision | undefined): Moment => ({ kind: "revision", revision: revision as Revision });

describe("the history of one leaf", () => {
  it("tells only the revisions that changed it, with the numbers as they were written", async () => {
    const [a, b, c, d] = await put(
      '{"price":1.0,"n":1}',
      '{"price":1.0,"n":2}',
      '{"price":12345678901234567890,"n":2}',
      '{"n":2}',
    );
    const { versions, next } = await leafHistory(store, KEY, "/price", { limit: 10 });
    expect(next).toBeNull();
    expect(versions.map(({ text, revision, until }) => [text, revision.revision, until])).toEqual([
      [null, d, null],
      ["12345678901234567890", c, d],
      ["1.0", a, c],
    ]);
    expect(b).toBeLessThan(c as Revision);
  });

  it("is the same in pages as in one", async () => {
    await put(...Array.from({ length: 30 }, (_, i) => ({ a: i % 3, b: Math.floor(i / 4) })));
    for (const pointer of ["/a", "/b", ""]) {
      const whole = await leafHistory(store, KEY, pointer, { limit: 1000 });
      const paged: unknown[] = [];
      let before: Revision | undefined;
      do {
        const page = await leafHistory(store, KEY, pointer, { limit: 4, before });
        paged.push(...page.versions);
        before = page.next ?? undefined;
      } while (before !== undefined);
      expect(paged).toEqual(whole.versions);
    }
  });

  it("ends a version where the key was deleted", async () => {
    const [a, b, c] = await put({ x: 1 }, undefined, { x: 1 });
    const { versions } = await leafHistory(store, KEY, "/x", { limit: 10 });
    expect(versions.map(({ text, revision, until }) => [text, revision.revision, until])).toEqual([
      ["1", c, null],
      [null, b, c],
      ["1", a, b],
    ]);
  });

  it("refuses what is no JSON Pointer", async () => {
    await expect(leafHistory(store, KEY, "x", { limit: 1 })).rejects.toThrow(InvalidOptionError);
  });
});

describe("blame", () => {
  it("tells of each leaf the revision it last changed in", async () => {
    const [a, b, c] = await put(
      { name: "s", hours: { mon: 1, tue: 1 }, tags: ["x"] },
      { name: "s", hours: { mon: 1, tue: 2 }, tags: ["x"] },
      { name: "t", hours: { mon: 1, tue: 2 }, tags: ["x", "y"] },
    );
    const found = await blame(store, KEY, NOW);
    const places = new Map(found?.places.map(({ pointer, revision }) => [pointer, revision.revision]));
    expect(found?.complete).toBe(true);
    expect(places.get("/name")).toBe(c);
    expect(places.get("/hours/tue")).toBe(b);
    expect(places.get("/hours/mon")).toBe(a);
    expect(places.get("/tags/0")).toBe(a);
    expect(places.get("/tags/1")).toBe(c);
  });

  it("sees the past as it was, and nothing where there was no key", async () => {
    const [a, b] = await put({ x: 1, y: 1 }, { x: 1, y: 2 }, { x: 3, y: 3 });
    const places = new Map(
      (await blame(store, KEY, at(b)))?.places.map(({ pointer, revision }) => [pointer, revision.revision]),
    );
    expect(places.get("/x")).toBe(a);
    expect(places.get("/y")).toBe(b);
    expect(await blame(store, KEY, at(0 as Revision))).toBeUndefined();
  });
});

describe("restoring one leaf", () => {
  it("keeps later edits elsewhere", async () => {
    const [a, , last] = await put({ x: 1, y: 1 }, { x: 2, y: 1 }, { x: 2, y: 9 });
    const plan = await planLeafRestore(store, at(a), KEY, "/x");
    expect(plan).toMatchObject({ before: "2", after: "1", conflicts: [], since: last });
    await restoreLeaf(store, at(a), KEY, "/x", { expected: plan.since });
    expect((await store.read(KEY))?.text).toBe('{"x":1,"y":9}');
    await store.undo();
    expect((await store.read(KEY))?.text).toBe('{"x":2,"y":9}');
  });

  it("takes out what was not there", async () => {
    const [a] = await put({ y: 1 }, { y: 1, x: 5 });
    const plan = await planLeafRestore(store, at(a), KEY, "/x");
    expect(plan.after).toBeNull();
    await restoreLeaf(store, at(a), KEY, "/x", { expected: plan.since });
    expect((await store.read(KEY))?.text).toBe('{"y":1}');
  });

  it("names what is in its way, writes nothing, and only does it when forced to", async () => {
    const [a] = await put({ hours: { mon: 1 }, y: 1 }, { hours: "closed", y: 2 });
    const plan = await planLeafRestore(store, at(a), KEY, "/hours/mon");
    expect(plan.conflicts).toEqual([
      "“hours” is no object or array any more; all of it as it was would come back.",
    ]);
    await expect(restoreLeaf(store, at(a), KEY, "/hours/mon", { expected: plan.since })).rejects.toThrow(
      ConflictError,
    );
    expect((await store.read(KEY))?.text).toBe('{"hours":"closed","y":2}');
    await restoreLeaf(store, at(a), KEY, "/hours/mon", { expected: plan.since, force: true });
    expect((await store.read(KEY))?.text).toBe('{"hours":{"mon":1},"y":2}');
  });

  it("says that an item is another one now", async () => {
    const [a] = await put(
      [
        { id: 1, n: 1 },
        { id: 2, n: 2 },
      ],
      [{ id: 2, n: 3 }],
    );
    expect((await planLeafRestore(store, at(a), KEY, "/0/n")).conflicts).toEqual([
      "Item 0 of the array is another one now (2 instead of 1).",
    ]);
  });

  it("does not write over what somebody else changed meanwhile", async () => {
    const [a, b] = await put({ x: 1 }, { x: 2 });
    await put({ x: 3 });
    await expect(restoreLeaf(store, at(a), KEY, "/x", { expected: b as Revision })).rejects.toThrow(
      ConflictError,
    );
  });
});

describe("setting a member of many values", () => {
  it("says first what would change, then does it as one revision", async () => {
    await store.save({ a: { on: false, n: 1 }, b: { on: true }, c: [1], d: { n: 2 } });
    const keys = ["a", "b", "c", "d", "gone"] as Key[];
    const before = (await store.status()).revision;
    const plan = await setMember(store, keys, "/on", "true" as JsonText, { dryRun: true });
    expect(plan).toEqual({
      revision: null,
      changed: 2,
      examples: [
        { key: "a", before: "false", after: "true" },
        { key: "d", before: null, after: "true" },
      ],
      skipped: [
        { key: "c", reason: "Its array has no item “on”." },
        { key: "gone", reason: "There is no such key any more." },
      ],
      skippedCount: 2,
    });
    expect((await store.status()).revision).toBe(before);
    const done = await setMember(store, keys, "/on", "true" as JsonText, { dryRun: false });
    expect(done.revision).toBe(before + 1);
    expect(await store.load()).toEqual({
      a: { on: true, n: 1 },
      b: { on: true },
      c: [1],
      d: { n: 2, on: true },
    });
  });

  // Found by the fuzz of the contract's messages, seed 6108.
  it("refuses what is not JSON, and writes nothing", async () => {
    await store.save({ a: { on: false } });
    for (const text of ["xxx", "", "{"] as JsonText[]) {
      const refused = setMember(store, ["a" as Key], "/on", text, { dryRun: false });
      await expect(refused).rejects.toThrow(InvalidValueError);
    }
    expect(await store.load()).toEqual({ a: { on: false } });
  });
});
