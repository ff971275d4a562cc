import { join } from "node:path";
import { deflateRawSync, zstdCompressSync } from "node:zlib";
import Database from "better-sqlite3";
import { create } from "jsondiffpatch";
import { describe, expect, it } from "vitest";
import type { Key, Revision } from "../../../shared/model/index.ts";
import { recoverStore } from "../backends/sqlite/recover/index.ts";
import { DataIntegrityError, DeltaError } from "../errors.ts";
import { failureOf, freshDirectory, openStore } from "../stores.fixture.ts";
import { Encoding } from "./encoding.ts";
import { applyStructural } from "./structural.ts";

const ZEROS = Buffer.alloc(400_000_000);

/** Values that decode to more than their row says, for each encoding; the text that replaced them is `[0,0,0,0]`. */
const BOMBS: readonly (readonly [string, number, () => string | Buffer])[] = [
  ["deflate", Encoding.DEFLATE, () => deflateRawSync(ZEROS)],
  ["zstd", Encoding.ZSTD, () => zstdCompressSync(ZEROS)],
  ["deflate beside the next value", Encoding.DEFLATE_NEXT, () => deflateRawSync(ZEROS)],
  ["zstd beside the next value", Encoding.ZSTD_NEXT, () => zstdCompressSync(ZEROS)],
  ["a structural delta far past the end", Encoding.STRUCTURAL, () => '{"_t":"a","199999999":[0,1]}'],
  [
    "a structural delta that changes far past the end",
    Encoding.STRUCTURAL,
    () => '{"_t":"a","199999999":{"a":[1]}}',
  ],
  [
    "a compressed structural delta",
    Encoding.STRUCTURAL_DEFLATE,
    () => deflateRawSync(`{"_t":"a",${Buffer.alloc(300_000_000, " ").toString()}"0":[1]}`),
  ],
];

/** A store whose oldest value of "a" is this, with this size in its row. */
async function storeWith(encoding: number, value: string | Buffer, size: number | null): Promise<string> {
  const basePath = await freshDirectory();
  const store = await openStore({ basePath, cacheStrategy: "none" });
  await store.set("a", "the oldest");
  await store.set("a", [0, 0, 0, 0]);
  await store.set("b", "sound");
  await store.close();
  const database = new Database(join(basePath, "strata.db"));
  database
    .prepare("UPDATE history SET encoding = ?, value = ?, size = ifnull(?, size) WHERE key = 'a'")
    .run(encoding, value, size);
  database.close();
  return basePath;
}

describe("values that would take far more than they say", () => {
  it.each(BOMBS)(
    "F7 %s ends in an error that names the row, in read, verify and recover",
    async (_, encoding, make) => {
      const basePath = await storeWith(encoding, make(), null);
      const before = process.memoryUsage().rss;
      const started = performance.now();
      const store = await openStore({ basePath, cacheStrategy: "none" });
      const failure = await failureOf(store.read("a" as Key, { kind: "revision", revision: 1 as Revision }));
      expect(failure).toBeInstanceOf(DataIntegrityError);
      expect(failure.message).toContain('"a" written at revision 1');
      const report = await store.verify();
      expect(report.damaged).toMatchObject([{ key: "a", since: 1 }]);
      expect(await store.load()).toEqual({ a: [0, 0, 0, 0], b: "sound" });
      await store.close();
      const recovered = await recoverStore(basePath, join(await freshDirectory(), "recovered"));
      expect(recovered).toMatchObject({ lostValues: 1, present: { entries: 2, exact: true } });
      // Gross limits, for a busy machine: it was 44 s and 3.5 GB.
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    },
  );

  it.each([0, -1, 1.5, 2 ** 40])("F7 a row that says that it has %d bytes is refused", async (size) => {
    const basePath = await storeWith(Encoding.DEFLATE, deflateRawSync('"the oldest"'), size);
    const store = await openStore({ basePath, cacheStrategy: "none" });
    const failure = await failureOf(store.read("a" as Key, { kind: "revision", revision: 1 as Revision }));
    expect([DataIntegrityError, DeltaError].some((kind) => failure instanceof kind)).toBe(true);
  });
});

describe("a structural delta from somebody else", () => {
  it.each([
    ['{"__proto__":{"polluted":[1]}}', '{"a":1}'],
    ['{"constructor":{"prototype":{"polluted":[1]}}}', '{"a":1}'],
    ['{"a":{"__proto__":{"polluted":[1]}}}', '{"a":{}}'],
    ['{"_t":"a","__proto__":[{"polluted":1}]}', "[1]"],
  ])("F7, V4 %s reaches no prototype", (delta, next) => {
    expect(() => applyStructural(delta, next)).toThrow();
    expect((Object.prototype as { polluted?: unknown }).polluted).toBeUndefined();
    expect(([] as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ["[]", "1"],
    ["5", "1"],
    ['{"a":[1,0,2]}', '{"a":"text"}'],
    ['{"_t":"a","_7":[0,0,0]}', "[1]"],
    ['{"_t":"a","_0":["",1e99]}', "[1]"],
    ['{"_t":"a","x":[1]}', "[1]"],
    ['{"a":{"b":[1]}}', '{"a":1}'],
    ['{"0":[1]}', "[1]"],
  ])("F7 %s does not fit %s", (delta, next) => {
    expect(() => applyStructural(delta, next)).toThrow();
  });

  it("F7 removals, moves, additions and changes of one list use the same places as in the library", () => {
    const objectHash = (item: object) => String((item as { id: number }).id);
    const library = create({ objectHash, arrays: { detectMove: true }, omitRemovedValues: true });
    let seed = 12;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 500; round += 1) {
      const before = Array.from({ length: random(12) }, (_, id) => ({ id, value: random(3) }));
      const after = before
        .filter(() => random(4) > 0)
        .map(({ id, value }) => ({ id, value: random(3) === 0 ? 9 : value }))
        .concat(Array.from({ length: random(4) }, (_, n) => ({ id: 100 + n, value: 0 })))
        .sort(() => random(3) - 1);
      const delta = JSON.stringify(library.diff(before, after));
      if (delta === undefined) continue;
      expect(JSON.parse(applyStructural(delta, JSON.stringify(before)))).toEqual(after);
    }
  });

  it("F7 many removals and moves take time in proportion", () => {
    const items = 200_000;
    const next = JSON.stringify(Array.from({ length: items }, (_, n) => n));
    const removals = Array.from({ length: items / 2 }, (_, n) => `"_${2 * n}":[0,0,0]`).join();
    const started = performance.now();
    const text = applyStructural(`{"_t":"a",${removals}}`, next);
    expect(JSON.parse(text)).toHaveLength(items / 2);
    const moves = Array.from({ length: 50_000 }, (_, n) => `"_${n}":["",${items - 1 - n},3]`).join();
    expect(JSON.parse(applyStructural(`{"_t":"a",${moves}}`, next))).toHaveLength(items);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
