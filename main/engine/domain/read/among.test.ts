import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Key, type Moment, NOW, type Revision } from "../../../../shared/model/index.ts";
import { openStore } from "../../stores.fixture.ts";
import { entriesOf } from "./among.ts";

const LONG_TEXT = "long ".repeat(10_000);

/** Keys with every special feature, and values in every encoding. */
async function changedStore() {
  const store = await openStore({ deltaStrategy: "auto" });
  await store.save({ a: 1, "a\0b": 2, "é!": LONG_TEXT, "😀": [1], gone: true, z: { n: 1.0 } });
  const first = (await store.status()).revision;
  await store.save({ a: 1, "a\0b": 3, "é!": `${LONG_TEXT}!`, "😀": [1], z: { n: 1 }, new: null });
  await store.pack();
  await store.set("a", 2);
  await store.write(
    [
      { key: "z", text: "0" },
      { key: "a\0b", text: null },
    ],
    { operation: "set" },
  );
  const moments: Moment[] = [NOW, { kind: "revision", revision: first }];
  for (let revision = 0; revision < (await store.status()).revision; revision += 1)
    moments.push({ kind: "revision", revision: revision as Revision });
  return { store, moments };
}

const KEYS = ["z", "a", "a\0b", "é!", "😀", "gone", "new", "never", "a"] as Key[];

describe("a set of keys", () => {
  it("is read by one call as one by one, at every moment, in key order", async () => {
    const { store, moments } = await changedStore();
    const some = fc.record({
      keys: fc.subarray(KEYS, { minLength: 1 }),
      at: fc.constantFrom(...moments),
      after: fc.option(fc.constantFrom(...KEYS), { nil: undefined }),
      limit: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(some, async ({ keys, at, after, limit }) => {
        const all = await store.entries(at, { after }, 100);
        const expected = all.filter(({ key }) => keys.includes(key)).slice(0, limit);
        const range = { among: keys, after };
        expect(await store.entries(at, range, limit)).toEqual(expected);
        expect(await store.keys(at, range, limit)).toEqual(expected.map(({ key }) => key));
        const summaries = await store.summaries(at, { after }, 100);
        expect(await store.summaries(at, range, limit)).toEqual(
          summaries.filter(({ key }) => keys.includes(key)).slice(0, limit),
        );
      }),
    );
  });

  it("is compared by one call as all keys are", async () => {
    const { store, moments } = await changedStore();
    for (const from of moments) {
      for (const to of moments) {
        const all = await store.difference(from, to);
        const keys = ["z", "never", "a\0b", "a"];
        expect(await store.difference(from, to, { keys })).toEqual(
          all.filter(({ key }) => keys.includes(key)),
        );
      }
    }
  });

  it("is given in the order of the keys, absent ones too, a large value at a time", async () => {
    const store = await openStore();
    const text = JSON.stringify("x".repeat(3_000_000));
    await store.write(
      ["c", "b", "a"].map((key) => ({ key, text })),
      { operation: "save" },
    );
    const keys = ["c", "absent", "a", "b"] as Key[];
    const found: [Key, number | null][] = [];
    for await (const [key, entry] of entriesOf(store, NOW, keys))
      found.push([key, entry?.text.length ?? null]);
    expect(found).toEqual([
      ["c", text.length],
      ["absent", null],
      ["a", text.length],
      ["b", text.length],
    ]);
  });

  it("reads each large value once, whatever absent keys stand between them", async () => {
    const store = await openStore();
    const text = JSON.stringify("x".repeat(5_000_000));
    await store.write(
      ["a", "c", "e"].map((key) => ({ key, text })),
      { operation: "save" },
    );
    const read: string[] = [];
    const counting: Pick<typeof store, "entries"> = {
      entries: async (...asked) => {
        const entries = await store.entries(...asked);
        read.push(...entries.map(({ key }) => key));
        return entries;
      },
    };
    const found: Key[] = [];
    for await (const [key] of entriesOf(counting, NOW, ["a", "b", "c", "d", "e"] as Key[])) found.push(key);
    expect(found).toEqual(["a", "b", "c", "d", "e"]);
    expect(read).toEqual(["a", "c", "e"]);
  });
});
