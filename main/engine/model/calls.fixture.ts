import { expect } from "vitest";
import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import { ConflictError, type EnhancedPersistence, SnapshotNotFoundError } from "../index.ts";
import {
  at,
  type Calls,
  expectState,
  expectValue,
  keyOf,
  MISSING,
  pick,
  pickRevision,
  sayable,
  sayableText,
  TAGS,
  textOf,
  unlessPruned,
} from "./arguments.fixture.ts";
import type { Command, TogetherCall } from "./commands.fixture.ts";
import { readCalls } from "./readCalls.fixture.ts";
import { UNNAMED } from "./run.fixture.ts";
import { differences } from "./temporalModel.fixture.ts";

/** Makes each command on the store and on the model. */
export const calls: Calls<Command["call"]> = {
  ...readCalls,

  async set({ model }, store, { key, value }) {
    await store.set(keyOf(key), sayable(value));
    model.edit("set", [[keyOf(key), sayableText(value)]]);
  },

  async delete({ model }, store, { key }) {
    expect(await store.delete(keyOf(key))).toBe(model.present.has(keyOf(key)));
    model.edit("delete", [[keyOf(key), null]]);
  },

  async save({ model }, store, { entries }) {
    const data = Object.create(null) as Record<string, unknown>;
    const state = new Map<string, string>();
    for (const [key, value] of entries) {
      data[keyOf(key)] = sayable(value);
      state.set(keyOf(key), sayableText(value));
    }
    expect(await store.save(data)).toMatch(/^[0-9a-f-]{36}$/);
    model.replace("save", state);
  },

  async write({ model }, store, { entries }) {
    const changes = entries.map(([key, value]) => ({
      key: keyOf(key),
      text: value === null ? null : textOf(value),
    }));
    const revision = await store.write(changes, { operation: "set" });
    const last = new Map(changes.map(({ key, text }) => [key as string, text as string | null]));
    expect(revision).toBe(model.edit("set", last));
  },

  async writeExpecting({ model }, store, { key, value, stale }) {
    const since = (await store.read(keyOf(key), { kind: "now" }))?.since ?? null;
    const expected = new Map([[keyOf(key), stale ? (((since ?? 0) + 1) as Revision) : since]]);
    const written = store.write([{ key: keyOf(key), text: textOf(value) }], { operation: "set", expected });
    if (stale) await expect(written).rejects.toThrow(ConflictError);
    else expect(await written).toBe(model.edit("set", [[keyOf(key), textOf(value)]]));
  },

  async replace({ model }, store, { entries, keep, fails }) {
    const changes = entries.map(([key, value]) => ({ key: keyOf(key), text: textOf(value) }));
    const failure = new Error("The source fails");
    async function* source() {
      yield* changes;
      if (fails) throw failure;
    }
    const replaced = store.replace(source(), { operation: "import", keep });
    if (fails) {
      await expect(replaced).rejects.toBe(failure);
      return;
    }
    const state = new Map(entries.map(([key, value]) => [keyOf(key) as string, textOf(value) as string]));
    expect(await replaced).toBe(keep ? model.edit("import", state) : model.replace("import", state));
  },

  async together({ model, options }, store, { calls: made }) {
    const results = await Promise.all(made.map((one) => start(store, one)));
    for (const [i, { call, key, ...rest }] of made.entries()) {
      const present = model.present.get(keyOf(key));
      if (call === "set") model.edit("set", [[keyOf(key), sayableText((rest as { value: number }).value)]]);
      else if (call === "delete") {
        expect(results[i]).toBe(present !== undefined);
        model.edit("delete", [[keyOf(key), null]]);
      } else if (options.threadSafe !== false) expectValue(results[i], present);
    }
  },

  async clear({ model }, store) {
    await store.clear();
    model.replace("clear", new Map());
  },

  async snapshot({ model }, store, { tag, base, pinned }) {
    const tags = tag === null ? [] : [TAGS[tag] as string];
    const from = typeof base === "number" ? pick(model.snapshots, base) : model.snapshots.at(-1);
    const delta = base !== null && from !== undefined;
    const metadata = await store.snapshot({
      tags,
      description: `Snapshot of ${model.revision}`,
      pinned,
      ...(base === null
        ? {}
        : { base: typeof base === "number" && from ? (from.version as SnapshotVersion) : "latest" }),
    });
    expect(metadata.version).toMatch(/^v\d+-[0-9a-f]{8}$/);
    expect(metadata.baseVersion).toBe(delta ? from.version : null);
    model.addSnapshot({
      version: metadata.version,
      tags,
      description: `Snapshot of ${model.revision}`,
      pinned,
      revision: model.revision,
      kind: delta ? "delta" : "full",
      deltaSize: delta ? differences(model.stateAt(from.revision), model.present).length : null,
    });
  },

  async label({ model }, store, { snapshot, tags, pinned }) {
    const chosen = pick(model.snapshots, snapshot);
    if (chosen === undefined) return;
    const names = [...new Set(tags.map((tag) => TAGS[tag] as string))];
    await store.updateSnapshot(chosen.version as SnapshotVersion, {
      tags: names,
      pinned,
      description: "Renamed",
    });
    Object.assign(chosen, { tags: names, pinned, description: "Renamed" });
  },

  async deleteSnapshot({ model }, store, { snapshot }) {
    const chosen = pick(model.snapshots, snapshot);
    if (chosen === undefined) {
      const unknown = "v1-00000000" as SnapshotVersion;
      await expect(store.deleteSnapshots([unknown])).rejects.toThrow(SnapshotNotFoundError);
      return;
    }
    await store.deleteSnapshots([chosen.version as SnapshotVersion]);
    model.drop(chosen);
  },

  async undeleteSnapshot({ model }, store, { snapshot }) {
    const found = (await store.deletedSnapshots()).map(({ version }) => version);
    if (model.deleted.every(({ version }) => version !== UNNAMED))
      expect([...found].sort()).toEqual(model.deleted.map(({ version }) => version).sort());
    const chosen = pick(
      model.deleted.filter(({ version }) => version !== UNNAMED),
      snapshot,
    );
    if (chosen === undefined) return;
    await store.undeleteSnapshots([chosen.version as SnapshotVersion]);
    model.undelete(chosen);
  },

  async restoreSnapshot({ model }, store, { snapshot }) {
    const chosen = pick(model.snapshots, snapshot);
    if (chosen === undefined) return;
    const data = await store.restoreSnapshot(chosen.version);
    model.restore(model.stateAt(chosen.revision), null);
    expectState(data, model.present);
  },

  async restoreByTag({ model }, store, { tag, latest }) {
    const name = TAGS[tag] as string;
    const tagged = model.snapshots.filter(({ tags }) => tags.includes(name));
    const chosen = latest ? tagged.at(-1) : tagged[0];
    const restored = store.restoreSnapshotByTag(name, latest);
    if (chosen === undefined) {
      await expect(restored).rejects.toThrow(SnapshotNotFoundError);
      return;
    }
    const data = await restored;
    model.restore(model.stateAt(chosen.revision), null);
    expectState(data, model.present);
  },

  async restoreRevision({ model }, store, { back, keys }) {
    const revision = pickRevision(model.revision, back);
    const named = keys === null ? null : keys.map(keyOf);
    const restored = store.restore(at(revision), named === null ? {} : { keys: named });
    const found = await unlessPruned(model, revision, restored);
    if (found !== undefined) expect(found.value).toBe(model.restore(model.stateAt(revision), named));
  },

  async undo({ model }, store) {
    const expected = model.undoable.at(-1);
    const step = await store.undo();
    if (step !== null) expect(model.undo()).toBe(true);
    // A pruned revision cannot be undone.
    else expect(expected === undefined || expected.revision - 1 < model.floor).toBe(true);
  },

  async redo({ model }, store) {
    const expected = model.redoable.at(-1);
    const step = await store.redo();
    if (step !== null) expect(model.redo()).toBe(true);
    else expect(expected === undefined || expected.revision - 1 < model.floor).toBe(true);
  },

  async import({ model, files }, store, { file }) {
    const chosen = files[file % Math.max(1, files.length)];
    if (chosen === undefined) return;
    const data = await store.importData(chosen.path);
    model.replace("import", chosen.state);
    expectState(data, model.present);
    const [made] = await store.listSnapshots();
    expect(made).toMatchObject({ tags: ["import"], description: `Imported from ${chosen.path}` });
    model.addSnapshot({
      version: made?.version ?? "",
      tags: ["import"],
      description: `Imported from ${chosen.path}`,
      pinned: false,
      revision: model.revision,
      kind: "full",
      deltaSize: null,
    });
  },

  async prune(run, store, { keep, dryRun }) {
    const { model } = run;
    await store.prune({ keepRevisions: keep, dryRun });
    if (dryRun) return;
    run.pruned = true;
    model.dropSurplus();
    model.deleted = [];
    model.floor = Math.max(model.floor, model.revision - keep);
  },

  async pack(_run, store) {
    await store.pack();
  },

  async reopen(run, store) {
    if (run.inMemory) return;
    await run.close(store);
    await run.open();
  },

  async second(run) {
    if (run.inMemory || run.stores.length > 1) return;
    await run.open();
  },
};

function start(store: EnhancedPersistence, one: TogetherCall): Promise<unknown> {
  if (one.call === "set") return store.set(keyOf(one.key), sayable(one.value));
  if (one.call === "delete") return store.delete(keyOf(one.key));
  return store.get(keyOf(one.key), MISSING);
}
