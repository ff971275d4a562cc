import { describe, expect, it } from "vitest";
import { type JsonText, type Key, NOW } from "../../shared/model/index.ts";
import { StateChecksum } from "./checksum.ts";
import { Encoding } from "./delta/encoding.ts";
import { entryFilter } from "./domain/search/entryFilter.ts";
import { searchHistory } from "./domain/search/historySearch.ts";
import { answeredDuring, largeText as large } from "./largeValues.fixture.ts";
import type { EnhancedPersistence } from "./persistence.ts";
import { failureOf, openStore, openWithCore } from "./stores.fixture.ts";

const put = (store: EnhancedPersistence, text: string) =>
  store.write([{ key: "large" as Key, text: text as JsonText }], { operation: "set" });

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("F12 one large value", () => {
  it("F12 other calls are answered while one large value is checked, stored and verified", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    await store.set("small", 1);
    const first = await answeredDuring(store, () => put(store, large("first", "\n  ")));
    expect(first.answered).toBeGreaterThan(10);
    expect((await store.getText("large")) === large("first")).toBe(true);
    const second = await answeredDuring(store, () => put(store, large("second")));
    expect(second.answered).toBeGreaterThan(10);
    const verified = await answeredDuring(store, () => store.verify());
    expect(verified.result).toMatchObject({ ok: true, damaged: [], checkedValues: 3 });
    expect(verified.answered).toBeGreaterThan(5);
    // An equal value makes no revision, however it was checked.
    expect(await put(store, large("second", " "))).toBeNull();
  });

  it("F12 a large value that is not JSON is refused with its place, and others are answered meanwhile", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    await store.set("small", 1);
    const text = large("bad").replace('"id":99999', '"id":099999');
    const { result, answered } = await answeredDuring(store, () => failureOf(put(store, text)));
    expect(answered).toBeGreaterThan(10);
    expect(result).toMatchObject({ code: "INVALID_VALUE", key: "large", pointer: "/99999/id", line: 1 });
    expect(result.message).toContain("without leading zeros");
    expect(await store.get("large")).toBeUndefined();
  });

  it("F12, W7 writes take effect in the order of their calls, however large they are", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    const small = (text: string) => put(store, text);
    const [first, second, failed, last] = await Promise.all([
      put(store, large("first")),
      small("1"),
      failureOf(put(store, `${large("x")},`)),
      put(store, large("last")),
      store.set("beside", 2),
    ]);
    expect(Number(second)).toBeGreaterThan(Number(first));
    expect(Number(last)).toBeGreaterThan(Number(second));
    expect(failed.message).toContain("Expected the end of the text");
    const texts = (await store.history("large" as Key, { limit: 10 })).map(({ text }) => text);
    expect(texts.map((text) => text?.slice(0, 90))).toEqual([
      large("last").slice(0, 90),
      "1",
      large("first").slice(0, 90),
    ]);
    expect(await store.get("beside")).toBe(2);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it("F12 a large value that replaces another one is compared with what is there when its turn comes", async () => {
    const { store, core } = await openWithCore({ cacheStrategy: "none" });
    await put(store, large("first"));
    const [same, second, again, small] = await Promise.all([
      put(store, large("first", " ")),
      put(store, large("second")),
      put(store, large("first")),
      put(store, "1"),
    ]);
    expect(same).toBeNull();
    expect([second, again, small].map(Number)).toEqual([2, 3, 4]);
    // What was replaced is in the history at once: moved there later, it would be written twice.
    expect(
      core.own.database.prepare("SELECT count(*) FROM pending WHERE value IS NOT NULL").pluck().get(),
    ).toBe(0);
    expect(core.own.database.prepare("SELECT count(*) FROM history").pluck().get()).toBe(3);
    expect(await store.verify()).toMatchObject({ ok: true, checkedValues: 4 });
    await store.undo();
    expect((await store.getText("large")) === large("first")).toBe(true);
    await store.undo();
    expect((await store.getText("large")) === large("second")).toBe(true);
    await store.delete("large");
    expect((await store.history("large" as Key, { limit: 10 })).map(({ text }) => text?.length ?? 0)).toEqual(
      [
        0,
        large("second").length,
        large("first").length,
        1,
        large("first").length,
        large("second").length,
        large("first").length,
      ],
    );
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it("F12 a damaged large value is replaced by another one, and the state's checksum is right again", async () => {
    const { store, core } = await openWithCore({ cacheStrategy: "none" });
    await store.set("small", 1);
    await put(store, large("first"));
    core.own.database.exec(
      "UPDATE live SET value = replace(value, 'number 77 ', 'number 78 ') WHERE key = 'large'",
    );
    await put(store, large("second"));
    const report = await store.verify();
    expect(report.states).toEqual([]);
    expect(report.damaged.map(({ key, since }) => [key, since])).toEqual([["large", 2]]);
  });

  it("F12 the state's checksum is that of the same values written small", async () => {
    const a = await openStore({ cacheStrategy: "none" });
    const b = await openStore({ cacheStrategy: "none" });
    const text = large("😀");
    await put(a, text);
    await b.set("large", JSON.parse(text));
    const checksums = await Promise.all([a, b].map(async (store) => (await store.snapshot()).checksum));
    expect(checksums[0]).toBe(checksums[1]);
    expect(checksums[0]).not.toBe(new StateChecksum().toHex());
    expect(await a.count(NOW)).toBe(1);
  });

  it("F12 other calls are answered while large superseded values are packed, and they come back to the byte", async () => {
    const { store, core } = await openWithCore({ cacheStrategy: "none" });
    await store.set("small", 1);
    const notes = ["first", "second", "third"];
    for (const note of notes) await put(store, large(note));
    const { result, answered } = await answeredDuring(store, () => store.pack());
    expect(result.values).toBe(2);
    expect(result.bytesBefore).toBe(Buffer.byteLength(large("first") + large("second")));
    expect(result.bytesAfter).toBeLessThan(result.bytesBefore / 20);
    expect(answered).toBeGreaterThan(20);
    const encodings = core.own.database.prepare("SELECT encoding FROM history").pluck().all();
    expect(encodings).toEqual([Encoding.ZSTD_NEXT, Encoding.ZSTD_NEXT]);
    const texts = (await store.history("large" as Key, { limit: 3 })).map(({ text }) => text);
    expect(texts.every((text, n) => text === large(notes[2 - n] as string))).toBe(true);
    expect(await store.verify()).toMatchObject({ ok: true, checkedValues: 4 });
  });

  it("F12 what is changed, pruned or replaced while a large value is compressed is kept as it is", async () => {
    const { store } = await openWithCore({ cacheStrategy: "none", maxSnapshots: 0 });
    for (const note of ["first", "second", "third"]) await put(store, large(note));
    const packing = store.pack();
    const others = Promise.all([
      store.set("large", 1),
      store.set("large", 2),
      store.prune({ keepRevisions: 3, dryRun: false }),
      put(store, large("fourth")),
    ]);
    await Promise.all([packing, others]);
    const texts = (await store.history("large" as Key, { limit: 9 })).map(({ text }) => text);
    expect([texts[0] === large("fourth"), texts[1], texts[2]]).toEqual([true, "2", "1"]);
    await store.pack();
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it("F12 other calls are answered during a search through many versions of one large value", async () => {
    const store = await openStore({ cacheStrategy: "none" });
    await store.set("small", 1);
    const notes = Array.from({ length: 6 }, (_, n) => `version ${n}`);
    for (const note of notes) await put(store, large(note, "", 20_000));
    const filter = await entryFilter("note: version 3", "value");
    const { result, answered } = await answeredDuring(store, () => all(searchHistory(store, [filter], {})));
    const last = result.at(-1);
    expect(last?.looked).toBe(7);
    expect(last?.found).toMatchObject([{ key: "large", from: 5, until: 6 }]);
    // At least one after each version.
    expect(answered).toBeGreaterThan(6);
  });
});
