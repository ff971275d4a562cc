import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { pack } from "../backends/sqlite/pack/pack.ts";
import type { EnhancedPersistenceOptions } from "../persistence.ts";
import { openStore, openWithCore } from "../stores.fixture.ts";
import { encode } from "./encode.ts";
import { decode, Encoding, isDelta } from "./encoding.ts";
import { StoredText } from "./storedText.ts";

type Strategy = NonNullable<EnhancedPersistenceOptions["deltaStrategy"]>;
const STRATEGIES: readonly Strategy[] = ["none", "compress", "dict", "binary", "auto"];

/** Values of three sizes, each a small change of the previous one; the same in every run. */
function versions(kind: "small" | "middle" | "large", count: number): string[] {
  const items = { small: 4, middle: 40, large: 900 }[kind];
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      n,
      ratio: n / 3,
      items: Array.from({ length: items }, (_, id) => ({
        id,
        name: createHash("sha1").update(`${id}`).digest("hex"),
        state: id === n % items ? `changed ${n}` : "same",
      })),
    }),
  );
}

describe("deltas", () => {
  it("D1 a pack goes on while what its deltas lean on is superseded", async () => {
    const { store, core } = await openWithCore({ deltaStrategy: "auto", cacheStrategy: "none" });
    const texts = versions("middle", 6);
    const write = (text: string | undefined) =>
      store.write([{ key: "a" as Key, text: text as JsonText }], { operation: "set" });
    for (const text of texts.slice(0, 5)) await write(text);
    await store.pack();
    await store.configure({ deltaStrategy: "binary" });
    // The write comes after the pack has begun, and before its first batch.
    const packing = pack(core);
    await Promise.all([packing, write(texts[5])]);
    const history = await store.history("a" as Key, { limit: 10 });
    expect(history.map(({ text }) => text).reverse()).toEqual(texts);
  });

  it.each(STRATEGIES.flatMap((strategy) => [true, false].map((compress) => [strategy, compress] as const)))(
    "D1, D2, D3 %s (compression %s): every version reads back exactly, before and after pack",
    async (deltaStrategy, enableCompression) => {
      const { store, core } = await openWithCore({ deltaStrategy, enableCompression, cacheStrategy: "none" });
      const written = new Map<string, string[]>();
      for (const kind of ["small", "middle", "large"] as const) {
        const texts = versions(kind, 30);
        // Number notations and member orders that a structural delta does not preserve.
        texts.push(
          `{"one":1.0,"big":12345678901234567890,${texts[0]?.slice(1)}`,
          '{"b":1,"a":2}',
          '{"a":2,"b":3}',
        );
        written.set(kind, texts);
        for (const text of texts) {
          await store.write([{ key: kind as Key, text: text as JsonText }], { operation: "set" });
        }
        await store.delete(kind as Key);
      }
      const readAll = async () => {
        for (const [key, texts] of written) {
          const history = await store.history(key as Key, { limit: 100 });
          expect(history.map(({ text }) => text).reverse()).toEqual([...texts, null]);
        }
      };
      await readAll();
      const report = await store.pack();
      await readAll();
      expect((await store.verify()).ok).toBe(true);
      expect(report.bytesAfter).toBeLessThanOrEqual(report.bytesBefore);
      const { delta, deltaChain } = await store.getMetrics();
      if (deltaStrategy === "none") {
        expect(delta).toMatchObject({ deltas: 0 });
        expect(delta["savedBytes"]).toBe(0);
      } else if (enableCompression) {
        expect(delta["compressionRatio"]).toBeGreaterThan(2);
      }
      const stored = core.own.encodings.all().map(({ encoding }) => encoding);
      const compressed = stored.filter((e) => e !== Encoding.PLAIN && e !== Encoding.STRUCTURAL);
      if (!enableCompression) expect(compressed).toEqual([]);
      expect(deltaChain["longest"]).toBeLessThanOrEqual(20);
      if (deltaStrategy === "auto") expect(deltaChain["longest"]).toBeGreaterThan(5);
      expect(stored.some(isDelta)).toBe(
        ["dict", "binary", "auto"].includes(deltaStrategy) &&
          (enableCompression || deltaStrategy !== "binary"),
      );
    },
  );

  it("D1 auto stores the smallest for its cost: nothing below 100 bytes, then deflate, then zstd, never more than plain", () => {
    const options = { deltaStrategy: "auto", enableCompression: true } as const;
    expect(encode(options, '{"a":1}', '{"a":2}').encoding).toBe(Encoding.PLAIN);
    const [small, next] = versions("small", 2) as [string, string];
    expect(encode(options, small, next).encoding).toBe(Encoding.DEFLATE_NEXT);
    const [large, after] = versions("large", 2) as [string, string];
    const zstd = encode(options, large, after);
    expect(zstd.encoding).toBe(Encoding.ZSTD_NEXT);
    expect(zstd.size).toBeLessThan(large.length / 50);
    const noise = JSON.stringify(createHash("sha512").update("noise").digest("base64").repeat(2));
    for (const strategy of STRATEGIES) {
      for (const text of [small, large, noise]) {
        for (const successor of [next, "1", undefined]) {
          const encoded = encode({ ...options, deltaStrategy: strategy }, text, successor);
          expect(encoded.size).toBeLessThanOrEqual(Buffer.byteLength(text));
          const next = successor === undefined ? undefined : new StoredText(successor);
          expect(decode(encoded.encoding, encoded.value, next, Buffer.byteLength(text)).text).toBe(text);
        }
      }
    }
  });

  it("D1 a store opened with another strategy packs what is there again", async () => {
    const first = await openStore({ deltaStrategy: "auto" });
    for (const text of versions("middle", 10)) {
      await first.write([{ key: "k" as Key, text: text as JsonText }], { operation: "set" });
    }
    await first.pack();
    expect((await first.getMetrics()).delta["deltas"]).toBe(9);
    expect(await first.pack()).toEqual({ values: 0, bytesBefore: 0, bytesAfter: 0 });
    await first.close();
    const second = await openStore({ basePath: first.path as string, deltaStrategy: "none" });
    await second.pack();
    expect((await second.getMetrics()).delta).toMatchObject({ deltas: 0, savedBytes: 0 });
    const history = await second.history("k" as Key, { limit: 20 });
    expect(history.map(({ text }) => text).reverse()).toEqual(versions("middle", 10));
  });

  it("D1 writes go on while a pack runs, and deleting a snapshot starts one", async () => {
    const store = await openStore({ deltaStrategy: "auto" });
    for (let i = 0; i < 400; i += 1) {
      void store.write(
        [{ key: `k${i % 20}` as Key, text: versions("middle", 2)[Math.floor(i / 20) % 2] as JsonText }],
        {
          operation: "set",
        },
      );
    }
    const version = await store.createSnapshot();
    const packing = store.pack();
    await store.set("meanwhile", 1);
    expect((await packing).values).toBeGreaterThan(0);
    for (let i = 0; i < 20; i += 1) await store.set(`k${i}`, JSON.parse(versions("middle", 3)[2] as string));
    const before = (await store.getMetrics()).delta["deltas"] as number;
    await store.deleteSnapshots([version]);
    await expect.poll(async () => (await store.getMetrics()).delta["deltas"]).toBeGreaterThan(before);
  });

  it("D2 what a deleted or pruned value leaned on is put in its own words first", async () => {
    const store = await openStore({ deltaStrategy: "auto", maxSnapshots: 0, cacheStrategy: "none" });
    const texts = versions("middle", 12);
    const kept: string[] = [];
    for (const [i, text] of texts.entries()) {
      await store.write([{ key: "k" as Key, text: text as JsonText }], { operation: "set" });
      if (i % 4 === 1) kept.push(await store.createSnapshot());
    }
    await store.pack();
    await store.prune({ keepRevisions: 0, dryRun: false });
    for (const [i, version] of kept.entries()) {
      const moment = { kind: "snapshot", version: version as never } as const;
      expect((await store.read("k" as Key, moment))?.text).toBe(texts[4 * i + 1]);
    }
    expect((await store.verify()).ok).toBe(true);
    expect(await store.read("k" as Key, { kind: "revision", revision: 12 as Revision })).toMatchObject({
      text: texts[11],
    });
  });

  it("D2 a delta whose base has the same short digest as the present value is decoded from the right one", async () => {
    const { store, core } = await openWithCore({
      deltaStrategy: "auto",
      maxSnapshots: 0,
      cacheStrategy: "none",
    });
    const texts = versions("large", 6);
    for (const text of texts) {
      await store.write([{ key: "k" as Key, text: text as JsonText }], { operation: "set" });
    }
    await store.pack();
    const readAll = async () => {
      for (const [i, text] of texts.entries()) {
        const moment = { kind: "revision", revision: (i + 1) as Revision } as const;
        expect((await store.read("k" as Key, moment))?.text === text, `revision ${i + 1}`).toBe(true);
      }
    };
    // The present value equals one in the history again.
    await store.restore({ kind: "revision", revision: 3 as Revision });
    await readAll();
    // The present value only has the same digest as one in the history.
    const digest = core.own.historyOfKey.all("k" as Key, 5 as Revision, 1)[0]?.digest;
    core.write.begin.run();
    core.own.database.prepare("UPDATE live SET digest = ?").run(digest);
    core.write.commit.run();
    await readAll();
  });
});
