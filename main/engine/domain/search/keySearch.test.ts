import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import { NOW } from "../../../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../../index.ts";

let store: EnhancedPersistence;
beforeEach(async () => {
  store = await createEnhancedPersistence({ storageBackend: "memory" });
});
afterEach(() => store.cleanup());

async function put(...keys: string[]): Promise<Moment> {
  const changes = keys.map((key) => ({ key: key as Key, text: "1" as JsonText }));
  return { kind: "revision", revision: (await store.write(changes, { operation: "set" })) as Revision };
}

/** All matches, in steps of this many keys. */
async function everyMatch(at: Moment, text: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: Key | undefined; ; ) {
    const { keys, last } = await store.keysContaining(at, text, after, limit);
    found.push(...keys);
    if (last === null) return found;
    after = last;
  }
}

describe("a look for keys that contain a text", () => {
  it("examines this many more keys and says how far it came", async () => {
    await put("a1", "b", "c1", "d", "e1");
    expect(await store.keysContaining(NOW, "1", undefined, 2)).toEqual({ keys: ["a1"], last: "b" });
    expect(await store.keysContaining(NOW, "1", "b" as Key, 2)).toEqual({ keys: ["c1"], last: "d" });
    expect(await store.keysContaining(NOW, "1", "d" as Key, 2)).toEqual({ keys: ["e1"], last: null });
    expect(await store.keysContaining(NOW, "1", "b" as Key, 0)).toEqual({ keys: [], last: "b" });
  });

  it("takes the characters of patterns as they are", async () => {
    await put("100%", "100a", "a_b", "axb", "back\\slash", "backslash");
    expect(await everyMatch(NOW, "0%", 10)).toEqual(["100%"]);
    expect(await everyMatch(NOW, "A_b", 10)).toEqual(["a_b"]);
    expect(await everyMatch(NOW, "k\\s", 10)).toEqual(["back\\slash"]);
  });

  it("sees an older moment as it was", async () => {
    const before = await put("old 1", "old 2");
    await store.write([{ key: "old 1" as Key, text: null }], { operation: "delete" });
    await put("old 2", "old 3");
    expect(await everyMatch(before, "OLD", 1)).toEqual(["old 1", "old 2"]);
    expect(await everyMatch(NOW, "OLD", 1)).toEqual(["old 2", "old 3"]);
  });

  it("finds what JavaScript finds, whatever the characters and wherever it goes on", async () => {
    const unit = fc.constantFrom(...("aAkK\u212AiI\u0130\u0131ßéÉ%_\\ \u0000\u{1F680}".match(/./gsu) ?? []));
    const word = fc.string({ unit, minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(word, { maxLength: 30 }),
        word,
        fc.integer({ min: 1, max: 12 }),
        async (names, text, limit) => {
          await store.clear();
          const then = await put(...names, "one to be sure");
          await store.clear();
          const expected = [...names, "one to be sure"]
            .filter((name) => name.toLowerCase().includes(text.toLowerCase()))
            .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          expect(await everyMatch(then, text, limit)).toEqual(expected);
          await store.undo();
          expect(await everyMatch(NOW, text, limit)).toEqual(expected);
        },
      ),
    );
  });
});
