import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Key, Moment } from "../../../../shared/model/index.ts";
import { createEnhancedPersistence } from "../../index.ts";
import type { EnhancedPersistence } from "../../persistence.ts";
import { temporaryFolder } from "../temporaryFiles.fixture.ts";
import { textsAt } from "../temporaryStores.fixture.ts";
import { exportBundle } from "./exportBundle.ts";
import { importBundle } from "./importBundle.ts";

const key = fc.constantFrom("a", "b", "ké", "__proto__");
const value = fc.oneof(fc.nat(2), fc.constantFrom("x", null, [1, { y: 2 }]));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), key, value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("snapshot" as const),
      delta: fc.boolean(),
      pinned: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "clear" as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("restore" as const), nth: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.constantFrom({ kind: "undo" as const }, { kind: "redo" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("forget" as const), nth: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("prune" as const), keep: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "pack" as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function perform(store: EnhancedPersistence, taken: Step): Promise<void> {
  const snapshots = await store.listSnapshots();
  switch (taken.kind) {
    case "set":
      return store.set(taken.key, taken.value);
    case "delete":
      await store.delete(taken.key);
      return;
    case "snapshot":
      await store.snapshot({ tags: ["t"], pinned: taken.pinned, ...(taken.delta && { base: "latest" }) });
      return;
    case "clear":
      return store.clear();
    case "restore": {
      const found = snapshots[taken.nth];
      if (found !== undefined) await store.restore({ kind: "snapshot", version: found.version });
      return;
    }
    case "forget": {
      const found = snapshots[taken.nth];
      if (found !== undefined) await store.deleteSnapshots([found.version]);
      return;
    }
    case "prune":
      await store.prune({ keepRevisions: taken.keep, dryRun: false });
      return;
    case "pack":
      await store.pack();
      return;
    default:
      await store[taken.kind]();
  }
}

it("M6 a bundle of any history gives back every moment of it", async () => {
  const folder = temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      run += 1;
      const open = (name: string) =>
        createEnhancedPersistence({ basePath: join(folder, `${run}-${name}`), durability: "normal" });
      const store = await open("store");
      const copy = await open("copy");
      try {
        for (const taken of steps) await perform(store, taken);
        const path = join(folder, `${run}.strata`);
        await exportBundle(store, path, { kind: "store" });
        const { problems } = await importBundle(copy, path);
        expect(problems).toEqual([]);
        expect(await textsAt(copy)).toEqual(await textsAt(store));
        const snapshots = await store.listSnapshots();
        const copies = await copy.listSnapshots();
        expect(
          copies.map(({ version, tags, pinned, checksum }) => ({ version, tags, pinned, checksum })),
        ).toEqual(
          snapshots.map(({ version, tags, pinned, checksum }) => ({ version, tags, pinned, checksum })),
        );
        for (const { version } of snapshots) {
          const moment: Moment = { kind: "snapshot", version };
          expect(await textsAt(copy, moment)).toEqual(await textsAt(store, moment));
        }
        const versions = async (of: EnhancedPersistence, name: string) =>
          (await of.history(name as Key, { limit: 100 })).map(({ text }) => text);
        for (const name of ["a", "b"]) {
          const original = await versions(store, name);
          const copied = await versions(copy, name);
          // A pruned store may still have a deletion before which it has no history.
          expect(copied.filter((text) => text !== null)).toEqual(original.filter((text) => text !== null));
        }
        expect((await copy.verify()).ok).toBe(true);
      } finally {
        await store.close();
        await copy.close();
      }
    }),
    { seed: 20260611, numRuns: 60 },
  );
});
