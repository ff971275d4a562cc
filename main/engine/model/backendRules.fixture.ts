import { describe, expect, it, onTestFinished } from "vitest";
import type { Key, Moment, Revision } from "../../../shared/model/index.ts";
import {
  ConflictError,
  type EnhancedPersistence,
  type EnhancedPersistenceOptions,
  NotFoundError,
  SnapshotNotFoundError,
  StoreClosedError,
} from "../index.ts";
import { freshDirectory } from "../stores.fixture.ts";
import type { OpenBackend } from "./run.fixture.ts";

const at = (revision: number): Moment => ({ kind: "revision", revision: revision as Revision });

/** The rules that the random model test does not see, for any backend. */
export function describeRules(name: string, openBackend: OpenBackend): void {
  const open = async (options: EnhancedPersistenceOptions = {}): Promise<EnhancedPersistence> => {
    const store = await openBackend({ basePath: await freshDirectory(), ...options });
    onTestFinished(() => store.close());
    return store;
  };

  describe(`${name}: rules`, () => {
    it("W3 an equal value makes no revision, unless it is written exactly", async () => {
      const store = await open();
      await store.write([{ key: "k", text: "1.0" }], { operation: "set" });
      expect(await store.write([{ key: "k", text: "1" }], { operation: "set" })).toBeNull();
      expect(await store.getText("k")).toBe("1.0");
      expect(await store.write([{ key: "k", text: "1" }], { operation: "set", exact: true })).toBe(2);
      expect(await store.difference(at(1), at(2))).toEqual([]);
      expect(await store.difference(at(1), at(2), { exact: true })).toMatchObject([
        { key: "k", kind: "changed" },
      ]);
    });

    it("W5 a write that expects another revision is refused, and nothing of it is written", async () => {
      const store = await open();
      await store.save({ a: 1 });
      const changes = [
        { key: "a", text: "2" },
        { key: "b", text: "2" },
      ];
      for (const since of [null, 5]) {
        const written = store.write(changes, { operation: "set", expected: new Map([["a", since]]) });
        await expect(written).rejects.toThrow(ConflictError);
      }
      expect(await store.load()).toEqual({ a: 1 });
      const expected = new Map([
        ["a", 1],
        ["b", null],
      ]);
      expect(await store.write(changes, { operation: "set", expected })).toBe(2);
    });

    it("W7 reads see what was called before them, and those of a long command do not wait for it", async () => {
      const store = await open();
      void store.set("a", 1);
      expect(await store.get("a")).toBe(1);
      async function* source() {
        yield { key: "a", text: String(await store.get("a")) };
        yield { key: "b", text: "2" };
      }
      await store.replace(source(), { operation: "import" });
      expect(await store.load()).toEqual({ a: 1, b: 2 });
    });

    it("W8 undo and redo go back and forth, and an edit ends what can be redone", async () => {
      const store = await open();
      await store.set("a", 1);
      await store.set("a", 2);
      expect(await store.undo()).toMatchObject({ revision: 2, operation: "set", key: "a" });
      expect(await store.undo()).toMatchObject({ revision: 1 });
      expect(await store.undo()).toBeNull();
      expect(await store.load()).toEqual({});
      expect(await store.redo()).toMatchObject({ revision: 1 });
      expect(await store.status()).toMatchObject({ undo: { revision: 1 }, redo: { revision: 2 } });
      await store.set("b", 1);
      expect(await store.redo()).toBeNull();
      expect(await store.load()).toEqual({ a: 1, b: 1 });
    });

    it("each commit is reported, with the keys that it touched", async () => {
      const store = await open();
      const changes: unknown[] = [];
      const stop = store.onChange((change) => changes.push(change));
      await store.save({ a: 1, b: 2 });
      await store.createSnapshot();
      stop();
      await store.set("a", 2);
      expect(changes).toEqual([
        { revision: 1, snapshots: false, keys: ["a", "b"] },
        { revision: 1, snapshots: true, keys: [] },
      ]);
    });

    it("N4, N5 a delta snapshot says how much differs; beyond the limit the oldest is deleted and can be restored", async () => {
      const store = await open({ maxSnapshots: 2 });
      await store.save({ a: 1, b: 1 });
      const first = await store.createSnapshot("first");
      await store.save({ a: 2, c: 1 });
      const second = await store.createDeltaSnapshot(first, "second");
      expect(await store.findSnapshot(second)).toMatchObject({
        kind: "delta",
        baseVersion: first,
        deltaSize: 3,
      });
      await store.createSnapshot("third");
      expect(await store.findSnapshot(first)).toBeUndefined();
      expect((await store.undeleteSnapshots([first])).map(({ tags }) => tags)).toEqual([["first"]]);
      await store.updateSnapshot(first, { pinned: true, pinReason: "why" });
      expect((await store.listSnapshots()).map(({ version }) => version).at(-1)).toBe(first);
      expect(await store.findSnapshot(first)).toMatchObject({ pinned: true, pinReason: "why" });
      await expect(store.deleteSnapshots([first, "v1-00000000"])).rejects.toThrow(SnapshotNotFoundError);
      await store.deleteSnapshots([first], { forGood: true });
      await expect(store.undeleteSnapshots([first])).rejects.toThrow(SnapshotNotFoundError);
    });

    it("H2 a key's history has every version, absence, and what it was called before", async () => {
      const store = await open();
      await store.set("old", { n: "a value that is not common" });
      const text = (await store.getText("old")) as string;
      await store.write(
        [
          { key: "old", text: null },
          { key: "new", text },
        ],
        { operation: "rename" },
      );
      await store.delete("new");
      const versions = await store.history("new", { limit: 10 });
      expect(versions.map(({ text: found, until, renamedFrom }) => [found, until, renamedFrom])).toEqual([
        [null, null, undefined],
        [text, 3, "old"],
      ]);
      expect(await store.history("new", { limit: 10, before: 3 })).toHaveLength(1);
      expect(await store.activity(10)).toMatchObject([
        { from: 1, touched: 1 },
        { from: 2, touched: 2, entryCount: 1 },
        { from: 3, touched: 1, entryCount: 0 },
      ]);
    });

    it("H4 a prune drops what nothing retained sees, says so beforehand, and leaves the rest", async () => {
      const store = await open();
      await store.set("a", 1);
      await store.set("gone", 1);
      const version = await store.createSnapshot();
      await store.delete("gone");
      await store.set("a", 2);
      await store.set("a", 3);
      await store.deleteSnapshots([version], { forGood: true });
      const planned = await store.prune({ keepRevisions: 1, dryRun: true });
      expect(planned).toMatchObject({ values: 2, unrecoverableKeys: ["gone"], unrecoverableKeyCount: 1 });
      expect(await store.read("a", at(2))).toMatchObject({ text: "1" });
      expect(await store.prune({ keepRevisions: 1, dryRun: false })).toEqual(planned);
      await expect(store.read("a", at(2))).rejects.toThrow(NotFoundError);
      expect(await store.read("a", at(4))).toMatchObject({ text: "2", since: 4 });
      expect((await store.revisions({ limit: 10 })).map(({ revision }) => revision)).toEqual([5, 4]);
      expect(await store.undo()).toMatchObject({ revision: 5 });
      expect(await store.undo()).toBeNull();
    });

    it("a set of keys is read and compared by one call, at any moment", async () => {
      const store = await open();
      await store.save({ a: 1, b: 2, c: 3, d: 4 });
      await store.save({ a: 1, b: 3, d: 4 });
      const among = ["d", "c", "b", "never"] as Key[];
      const keysAt = async (moment: Moment) => store.keys(moment, { among, after: "b" }, 10);
      expect(await keysAt(at(1))).toEqual(["c", "d"]);
      expect(await keysAt({ kind: "now" })).toEqual(["d"]);
      const found = await store.difference(at(1), at(2), { keys: ["b", "d"] });
      expect(found).toMatchObject([{ key: "b", kind: "changed" }]);
      expect(await store.keysContaining({ kind: "now" }, "B", undefined, 2)).toEqual({
        keys: ["b"],
        last: "b",
      });
      expect(await store.keysContaining({ kind: "now" }, "B", "b", 2)).toEqual({ keys: [], last: null });
    });

    it("a closed store refuses every call, and ends those under way first", async () => {
      const store = await open();
      const written = store.set("a", 1);
      await store.close();
      await written;
      for (const call of [
        store.get("a"),
        store.set("a", 2),
        store.status(),
        store.undo(),
        store.prune({ keepRevisions: 1, dryRun: true }),
      ])
        await expect(call).rejects.toThrow(StoreClosedError);
    });
  });
}
