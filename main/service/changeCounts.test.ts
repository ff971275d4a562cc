import { expect, it } from "vitest";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence } from "../engine/index.ts";
import { countsOf, deletedBy } from "./changeCounts.ts";

it("G1 what a change did is one call to the engine, whatever its size, also when later ones followed", async () => {
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  try {
    const entries = Array.from({ length: 5000 }, (_, i) => ({ key: `k${i}` as Key, text: "1" as JsonText }));
    await store.write(entries, { operation: "set" });
    const revision = await store.replace(
      [...entries.slice(0, 100), { key: "new" as Key, text: "2" as JsonText }],
      { operation: "import" },
    );
    for (let i = 0; i < 60; i++) await store.set("later", i);
    let calls = 0;
    const counted: Pick<EnhancedPersistence, "totals" | "count"> = {
      count: (...args) => store.count(...args),
      totals: (...args) => {
        calls += 1;
        return store.totals(...args);
      },
    };
    expect(await countsOf(counted, { revision })).toEqual({ added: 1, removed: 4900, changed: 0 });
    expect(calls).toBe(1);
    expect(await countsOf(counted, { revision, revisions: 2 })).toEqual({
      added: 101,
      removed: 0,
      changed: 0,
    });
    expect(await countsOf(counted, { revision: null })).toEqual({ added: 0, removed: 0, changed: 0 });
    expect(calls).toBe(1);
    await store.clear();
    const cleared = (await store.status()).revision;
    expect(await countsOf(counted, { revision: cleared })).toEqual({ added: 0, removed: 102, changed: 0 });
    expect(calls).toBe(1);
  } finally {
    await store.close();
  }
});

it("G1 a delete's count is that of its own revision, however many followed", async () => {
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  try {
    await store.save({ a: 1, b: 2, c: 3 });
    const changes = ["a", "b", "missing"].map((key) => ({ key: key as Key, text: null }));
    const revision = await store.write(changes, { operation: "delete" });
    for (let i = 0; i < 60; i++) await store.set("c", i + 10);
    expect(await deletedBy(store, revision)).toBe(2);
    expect(await deletedBy(store, null)).toBe(0);
  } finally {
    await store.close();
  }
});

it("G1 a change stands without its counts where another process pruned them meanwhile", async () => {
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  try {
    await store.save({ a: 1, b: 2, c: 3 });
    const revision = await store.write([{ key: "a" as Key, text: null }], { operation: "delete" });
    await store.set("b", 3);
    await store.prune({ keepRevisions: 0, dryRun: false });
    expect(await deletedBy(store, revision)).toBeNull();
    expect(await countsOf(store, { revision })).toBeNull();
  } finally {
    await store.close();
  }
});
