import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JsonText, type Key, NOW } from "../../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../../engine/index.ts";
import { KeyLists } from "./keyLists.ts";
import { KeyTree } from "./keyTree.ts";

const KEYS = ["api", "api.b.c", "api.b.d", "api.é", "css.", "css.x", "z", "\u{1F600}.a"];

let store: EnhancedPersistence;
let tree: KeyTree;

beforeEach(async () => {
  store = await createEnhancedPersistence({ storageBackend: "memory" });
  tree = new KeyTree(store, new KeyLists(store));
  await store.write(
    KEYS.map((key) => ({ key: key as Key, text: "1" as JsonText })),
    { operation: "save" },
  );
});

afterEach(() => store.close());

const level = async (prefix: string, after?: string, limit = 100) => {
  const { rows, next } = await tree.children(NOW, ".", prefix, after, limit);
  return { rows: rows.map(({ path, entries }) => [path, entries]), next };
};

describe("the key tree", () => {
  it("lists entries and groups of one level in key order, with how many keys are in a group", async () => {
    expect(await level("")).toEqual({
      rows: [
        ["api", 0],
        ["api.", 3],
        ["css.", 2],
        ["z", 0],
        ["\u{1F600}.", 1],
      ],
      next: null,
    });
    expect((await level("api.")).rows).toEqual([
      ["api.b.", 2],
      ["api.é", 0],
    ]);
    expect((await level("css.")).rows).toEqual([
      ["css.", 0],
      ["css.x", 0],
    ]);
  });

  it("goes on where a page ended, row by row, without loss", async () => {
    for (const prefix of ["", "api.", "css."]) {
      const whole = await level(prefix);
      const paged: unknown[] = [];
      let after: string | undefined;
      do {
        const page = await level(prefix, after, 1);
        paged.push(...page.rows);
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(paged).toEqual(whole.rows);
    }
  });

  it("counts a group again after it changed", async () => {
    expect((await level("")).rows).toContainEqual(["api.", 3]);
    await store.write(
      [
        { key: "api.b.c" as Key, text: null },
        { key: "api.f" as Key, text: "2" as JsonText },
        { key: "api.g" as Key, text: "2" as JsonText },
      ],
      { operation: "set" },
    );
    expect((await level("")).rows).toContainEqual(["api.", 4]);
    const { rows } = await tree.children({ kind: "revision", revision: 1 as never }, ".", "", undefined, 9);
    expect(rows.find(({ path }) => path === "api.")?.entries).toBe(3);
  });
});
