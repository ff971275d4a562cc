import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonText, type Key, type Moment, NOW, type Revision } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/index.ts";
import { createEnhancedPersistence } from "../../engine/index.ts";
import { KeyLists } from "./keyLists.ts";

const text = (filter: string) => ({ filter, mode: "text" }) as const;
const change = (key: string, json: string | null) => ({ key: key as Key, text: json as JsonText | null });

async function storeWith(keys: readonly string[]): Promise<EnhancedPersistence> {
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  await store.write(
    keys.map((key) => change(key, "1")),
    { operation: "save" },
  );
  return store;
}

/** The whole list, read from its start. */
async function allKeys(store: EnhancedPersistence, at: Moment, filter = ""): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.scan(at)) {
    if (key.toLowerCase().includes(filter.toLowerCase())) keys.push(key);
  }
  return keys;
}

/** The whole window, requested until it is no longer partial. */
async function windowOf(lists: KeyLists, at: Moment, filter: string, offset: number, limit: number) {
  for (;;) {
    const answer = await lists.window(at, text(filter), offset, limit);
    if (!answer.partial) return { total: answer.total, keys: answer.rows.map(({ key }) => key as string) };
  }
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `key ${String(i).padStart(6, "0")}`);

describe("KeyLists", () => {
  it("gives any window of a long list", async () => {
    const store = await storeWith(numbered(9000));
    const lists = new KeyLists(store);
    const all = await allKeys(store, NOW);
    for (const offset of [0, 1, 999, 1000, 1001, 8500, 8999, 9000, 20_000, 5]) {
      expect(await windowOf(lists, NOW, "", offset, 10), `from ${offset}`).toEqual({
        total: 9000,
        keys: all.slice(offset, offset + 10),
      });
    }
    await store.cleanup();
  });

  it("follows each change, also of other keys than those in view", async () => {
    const store = await storeWith(numbered(5000));
    const lists = new KeyLists(store);
    await windowOf(lists, NOW, "", 4500, 10);
    await windowOf(lists, NOW, "99", 0, 10);
    const steps = [
      [change("a first", "1")],
      [change("key 000000", null), change("key 002000", null)],
      [change("key 004500 a", "1"), change("key 004500 b 99", "1")],
      [change("key 004000", "2")],
    ];
    for (const step of steps) {
      await store.write(step, { operation: "set" });
      for (const [filter, offset] of [
        ["", 4490],
        ["99", 40],
      ] as const) {
        const all = await allKeys(store, NOW, filter);
        expect(await windowOf(lists, NOW, filter, offset, 20)).toEqual({
          total: all.length,
          keys: all.slice(offset, offset + 20),
        });
      }
    }
    await store.cleanup();
  });

  it("shows an old moment as it was, and the present beside it as it is", async () => {
    const store = await storeWith(numbered(3000));
    const { version } = await store.snapshot();
    await store.write(
      numbered(1500).map((key) => change(key, null)),
      { operation: "delete" },
    );
    await store.write([change("zzz", "1")], { operation: "set" });
    const lists = new KeyLists(store);
    const snapshot: Moment = { kind: "snapshot", version };
    expect(await windowOf(lists, NOW, "", 1499, 5)).toEqual({ total: 1501, keys: ["key 002999", "zzz"] });
    expect(await windowOf(lists, snapshot, "", 1200, 1)).toEqual({ total: 3000, keys: ["key 001200"] });
    expect(await windowOf(lists, snapshot, "000", 5, 1)).toMatchObject({ keys: ["key 000005"] });
    const before: Moment = { kind: "revision", revision: 0 as Revision };
    expect(await windowOf(lists, before, "", 0, 5)).toEqual({ total: 0, keys: [] });
    await store.cleanup();
  });

  it("finds where a key stands", async () => {
    const store = await storeWith(numbered(6000));
    const lists = new KeyLists(store);
    expect(await lists.position(NOW, text(""), "key 000000" as Key)).toBe(0);
    expect(await lists.position(NOW, text(""), "key 005999" as Key)).toBe(5999);
    expect(await lists.position(NOW, text(""), "key 003000" as Key)).toBe(3000);
    expect(await lists.position(NOW, text(""), "no such key" as Key)).toBeNull();
    expect(await lists.position(NOW, text("9"), "key 000019" as Key)).toBe(1);
    expect(await lists.position(NOW, text("9"), "key 000018" as Key)).toBeNull();
    await store.cleanup();
  });

  it("answers a filter in time with what it has, and goes on when asked again", async () => {
    const store = await storeWith(numbered(20_000));
    let clock = 0;
    // Each reading of the clock takes 50 ms here.
    const lists = new KeyLists(store, () => {
      clock += 50;
      return clock;
    });
    const first = await lists.window(NOW, text("key"), 0, 10);
    expect(first.partial).toBe(true);
    expect(first.rows).toHaveLength(10);
    const totals = [first.total];
    for (let answer = first; answer.partial; ) {
      // Every examined key matches here.
      expect(answer.looked).toEqual({ keys: answer.total, of: 20_000 });
      answer = await lists.window(NOW, text("key"), 0, 10);
      totals.push(answer.total);
    }
    expect(totals.at(-1)).toBe(20_000);
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    await store.cleanup();
  });

  it("answers with the first match soon, though the window isn't full", async () => {
    const store = await storeWith(numbered(20_000));
    let clock = 0;
    const lists = new KeyLists(store, () => {
      clock += 10;
      return clock;
    });
    const first = await lists.window(NOW, text("00012"), 0, 100);
    expect(first).toMatchObject({ total: 11, partial: true });
    expect(clock).toBeLessThan(80);
    await store.cleanup();
  });

  it.each(["window", "position"] as const)(
    "stops searching at the next step when the caller of a %s requests something else",
    async (question) => {
      const store = await storeWith(numbered(20_000));
      const controller = new AbortController();
      let looks = 0;
      const source = Object.assign(Object.create(store) as EnhancedPersistence, {
        keysContaining: async (...asked: Parameters<EnhancedPersistence["keysContaining"]>) => {
          looks += 1;
          if (looks === 2) controller.abort(new Error("the next key press"));
          return store.keysContaining(...asked);
        },
      });
      const lists = new KeyLists(source, () => 0);
      const { signal } = controller;
      const waiting =
        question === "window"
          ? lists.window(NOW, text("nowhere"), 0, 10, signal)
          : lists.position(NOW, text("nowhere"), "zzz" as Key, signal);
      await expect(waiting).rejects.toThrow("the next key press");
      expect(looks).toBe(2);
      await store.cleanup();
    },
  );

  it("takes each step once, however many wait for it", async () => {
    const store = await storeWith(numbered(5000));
    const starts: (string | undefined)[] = [];
    const source = Object.assign(Object.create(store) as EnhancedPersistence, {
      keysContaining: (...asked: Parameters<EnhancedPersistence["keysContaining"]>) => {
        starts.push(asked[2]);
        return store.keysContaining(...asked);
      },
    });
    const lists = new KeyLists(source, () => 0);
    await Promise.all([
      lists.window(NOW, text("4999"), 0, 10),
      lists.position(NOW, text("4999"), "key 004999" as Key),
      lists.window(NOW, text("4999"), 10, 10),
    ]);
    expect(starts.length).toBeGreaterThan(1);
    expect(new Set(starts).size).toBe(starts.length);
    await store.cleanup();
  });

  it("V7 is always what the list read from its start would be, whatever happened in between", async () => {
    const name = fc.oneof(
      fc.constantFrom("a", "B", "é", "\u{1F680}", "\uFFFD", "__proto__", "10", "9"),
      fc.string({ minLength: 1, maxLength: 3, unit: "grapheme" }),
    );
    const step = fc.array(fc.tuple(name, fc.boolean()), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom("", "a", "é"),
        async (steps, filter) => {
          const store = await storeWith(["start"]);
          const lists = new KeyLists(store);
          for (const changes of steps) {
            const last = new Map(changes.map(([key, there]) => [key, there ? "1" : null] as const));
            await store.write(
              [...last].map(([key, json]) => change(key, json)),
              { operation: "set" },
            );
            const all = await allKeys(store, NOW, filter);
            expect(await windowOf(lists, NOW, filter, 1, 4)).toEqual({
              total: all.length,
              keys: all.slice(1, 5),
            });
          }
          await store.cleanup();
        },
      ),
      { numRuns: 40 },
    );
  });
});
