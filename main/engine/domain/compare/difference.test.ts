import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence, type EntryChange } from "../../index.ts";

let store: EnhancedPersistence;

beforeEach(async () => {
  store = await createEnhancedPersistence({ storageBackend: "memory" });
});
afterEach(async () => {
  await store.close();
});

const write = (changes: readonly EntryChange[]) => store.write(changes, { operation: "import" });
const at = (revision: number): Moment => ({ kind: "revision", revision: revision as Revision });
const entry = (key: string, text: string) => ({ key: key as Key, text: text as JsonText });
const long = (letter: string) => JSON.stringify(letter.repeat(40_000));

describe("the difference between two revisions", () => {
  it("is what reading every key at both tells, whatever the key and however long the value", async () => {
    const many = Array.from({ length: 250 }, (_, number) => `many/${number}`);
    const keys = ["a\0b", "a\0c", "back", "come", "gone", "long", "longer", "same", "\u{1F600}", ...many];
    await write(keys.filter((key) => key !== "come").map((key) => entry(key, "1")));
    await write([entry("long", long("x")), entry("longer", long("y")), entry("a\0b", "2")]);
    await write([...many, "back", "gone"].map((key) => ({ key: key as Key, text: null })));
    await write(["back", "come", "\u{1F600}", ...many.slice(0, 120)].map((key) => entry(key, "3")));
    await write([entry("same", "5")]);
    await write([entry("long", long("z")), entry("a\0c", "4"), entry("same", "1.0")]);

    const { revision: last } = await store.status();
    for (let from = 0; from <= last; from++) {
      for (let to = 0; to <= last; to++) {
        const expected = [];
        for (const key of keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
          const before = await store.read(key as Key, at(from));
          const after = await store.read(key as Key, at(to));
          const differs = before?.since !== after?.since;
          const kind = !before ? "added" : !after ? "removed" : "changed";
          const isRewritten = before && after && Number(before.text) === Number(after.text);
          if (differs && !isRewritten)
            expected.push([key, kind, before?.since, before?.text.length, after?.since, after?.text.length]);
        }
        const found = await store.difference(at(from), at(to));
        expect(
          found.map(({ key, kind, before, after }) => [
            key,
            kind,
            before?.since,
            before?.size,
            after?.since,
            after?.size,
          ]),
        ).toEqual(expected);
      }
    }
  });
});
