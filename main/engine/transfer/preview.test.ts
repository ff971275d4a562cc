import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { exportBundle } from "./bundle/exportBundle.ts";
import { PLAIN_PLAN } from "./plan.ts";
import { previewImport } from "./preview.ts";
import { temporaryFile, temporaryFolder } from "./temporaryFiles.fixture.ts";
import { temporaryStore } from "./temporaryStores.fixture.ts";

const MEBI = 1 << 20;

describe("a preview", () => {
  it("shows an object's first entries under a plan, and a first key for each depth", async () => {
    const path = temporaryFile('{"meta":{"v":1},"api":{"A":{"x":{"y":[1]}}},"n":12}', "catalogue.json");
    const shown = await previewImport(path, { ...PLAIN_PLAN, depth: 2 });
    expect(shown).toMatchObject({ name: "catalogue.json", bytes: 51, root: "object", keyFields: [] });
    expect(shown.sample.map(({ key, type, size, preview }) => [key, type, size, preview])).toEqual([
      ["meta.v", "number", 1, "1"],
      ["api.A", "object", 15, '{"x":{"y":[1]}}'],
      ["n", "number", 2, "12"],
    ]);
    expect(shown.levels).toEqual([
      { depth: 1, example: "meta" },
      { depth: 2, example: "meta.v" },
      { depth: 3, example: "api.A.x" },
      { depth: 4, example: "api.A.x.y" },
    ]);
  });

  it("names the members of an array's items that would do as a key, best first", async () => {
    const items = Array.from({ length: 200 }, (_, i) => ({
      name: `n${i}`,
      country: "AD",
      position: [i],
      id: i,
      half: i % 2 === 0 ? i : undefined,
      iso_code: `c${i}`,
    }));
    const shown = await previewImport(temporaryFile(JSON.stringify(items)), {
      ...PLAIN_PLAN,
      keyField: "id",
    });
    expect(shown.root).toBe("array");
    expect(shown.keyFields).toEqual(["id", "iso_code", "name"]);
    expect(shown.sample).toHaveLength(50);
    expect(shown.sample[49]?.key).toBe("49");
  });

  it("reads only the start of a large file", async () => {
    const path = temporaryFile(`[${'{"x":1},\n'.repeat(MEBI)}{"x":}]`);
    const shown = await previewImport(path, PLAIN_PLAN);
    expect(shown.sample).toHaveLength(50);
    expect(shown.bytes).toBe(9 * MEBI + 8);
  });

  it("shows what is whole when one value is larger than what it reads", async () => {
    const path = temporaryFile(`{"small":1,"large":"${"x".repeat(40 * MEBI)}"}`);
    const shown = await previewImport(path, PLAIN_PLAN);
    expect(shown.sample.map(({ key }) => key)).toEqual(["small"]);
  });

  it("tells the other kinds of file", async () => {
    const rootOf = async (content: string) => (await previewImport(temporaryFile(content), PLAIN_PLAN)).root;
    await expect(rootOf('{"data":{"a":1},"metadata":{"exported_at":"x"}}')).resolves.toBe("export");
    await expect(rootOf('{"a":1}\n{"a":2}\n')).resolves.toBe("ndjson");
    await expect(rootOf('{"data":{"a":1}}')).resolves.toBe("object");
    const framework0 = join(import.meta.dirname, "framework0", "fixtures", "store");
    const shown = await previewImport(framework0, PLAIN_PLAN);
    expect(shown).toMatchObject({ root: "framework0", bytes: 0 });
    expect(shown.sample[0]).toMatchObject({ key: "user:0", type: "object" });
    const store = await temporaryStore();
    await store.set("a", [1]);
    const bundle = join(temporaryFolder(), "all.strata");
    await exportBundle(store, bundle, { kind: "store" });
    expect(await previewImport(bundle, PLAIN_PLAN)).toMatchObject({
      root: "bundle",
      sample: [{ key: "a", type: "array", preview: "[1]" }],
    });
    await expect(previewImport(temporaryFolder(), PLAIN_PLAN)).rejects.toThrow(/it is a folder/);
    await expect(previewImport(temporaryFile(gzipSync("{}")), PLAIN_PLAN)).rejects.toThrow(
      /not a Strata bundle|cut short/,
    );
  });

  it("M2 refuses at once what is no JSON at the start, and a small file that is cut short", async () => {
    const refused = (content: string) => expect(previewImport(temporaryFile(content), PLAIN_PLAN)).rejects;
    await refused("Dear all,\n").toThrow(/line 1, column 1: .*the word Dear/);
    await refused(`[${"1,".repeat(100_000)}`).toThrow(/line 1, column 200002/);
    await expect(
      previewImport(temporaryFile('[{"a":1}]'), { ...PLAIN_PLAN, keyField: "id" }),
    ).rejects.toThrow(/to have a member "id"/);
  });
});
