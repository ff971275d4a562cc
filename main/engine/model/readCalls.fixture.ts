import { join } from "node:path";
import { expect } from "vitest";
import type { SnapshotVersion } from "../../../shared/model/index.ts";
import { createEnhancedPersistence } from "../index.ts";
import { exportBundle, importBundle } from "../transfer/index.ts";
import {
  at,
  type Calls,
  expectState,
  expectValue,
  keyOf,
  MISSING,
  pick,
  pickRevision,
  TAGS,
  textOf,
  unlessPruned,
} from "./arguments.fixture.ts";
import { ALL } from "./run.fixture.ts";
import { differences, inOrder } from "./temporalModel.fixture.ts";
import { KEYS } from "./values.fixture.ts";

/** Calls that do not change the state. */
export const readCalls: Calls<
  | "compare"
  | "difference"
  | "export"
  | "get"
  | "history"
  | "metrics"
  | "tags"
  | "versions"
  | "bundle"
  | "pages"
  | "readRevision"
  | "scanWhileWriting"
  | "verify"
> = {
  async get({ model }, store, { key }) {
    expectValue(await store.get(keyOf(key), MISSING), model.present.get(keyOf(key)));
  },

  async compare({ model }, store, { a, b }) {
    const first = pick(model.snapshots, a);
    const second = pick(model.snapshots, b);
    if (first === undefined || second === undefined) return;
    // Twice, because the second answer may come from a cache (rule C1).
    for (let time = 0; time < 2; time += 1) {
      const { deltaInfo, isDifferent } = await store.compareSnapshots(first.version, second.version);
      const expected = differences(model.stateAt(first.revision), model.stateAt(second.revision));
      const ofKind = (kind: string) => expected.filter((one) => one.kind === kind).map(({ key }) => key);
      expect(deltaInfo.addedKeys).toEqual(ofKind("added"));
      expect(deltaInfo.removedKeys).toEqual(ofKind("removed"));
      expect(deltaInfo.modifiedKeys).toEqual(ofKind("changed"));
      expect(isDifferent).toBe(expected.length > 0);
      const state = model.stateAt(second.revision);
      const changed = expected.filter(({ kind }) => kind !== "removed");
      expectState(deltaInfo.changes, new Map(changed.map(({ key }) => [key, state.get(key) as string])));
    }
  },

  async difference({ model }, store, { a, b }) {
    const from = pickRevision(model.revision, a);
    const to = pickRevision(model.revision, b);
    if (!model.retains(from) || !model.retains(to)) return;
    const found = await store.difference(at(from), at(to));
    const expected = differences(model.stateAt(from), model.stateAt(to));
    expect(found.map(({ key, kind }) => ({ key, kind }))).toEqual(expected);
    const count = (kind: string) => expected.filter((one) => one.kind === kind).length;
    expect(await store.totals(at(from), at(to))).toEqual({
      added: count("added"),
      removed: count("removed"),
      changed: count("changed"),
    });
  },

  async readRevision(run, store, { back }) {
    const revision = pickRevision(run.model.revision, back);
    const found = await unlessPruned(run.model, revision, store.entries(at(revision), {}, ALL));
    if (found === undefined) return;
    expect(found.value.map(({ key, text }) => [key, text])).toEqual(inOrder(run.model.stateAt(revision)));
    expect(await store.count(at(revision))).toBe(run.model.stateAt(revision).size);
  },

  async history({ model, pruned }, store, { key }) {
    const versions = await store.history(keyOf(key), { limit: ALL });
    const found = versions.map(({ text, revision }) => ({ revision: revision.revision as number, text }));
    const expected = model.historyOf(keyOf(key));
    if (!pruned) expect(found).toEqual(expected);
    for (const { revision, text } of found) {
      if (text !== null) expect(text).toBe(model.stateAt(revision).get(keyOf(key)));
    }
    const log = await store.revisions({ limit: ALL });
    const records = log.map(({ revision, operation, touched }) => ({
      revision: revision as number,
      operation,
      touched,
    }));
    const kept = new Set(records.map(({ revision }) => revision));
    expect(records).toEqual(model.log.filter(({ revision }) => kept.has(revision)).toReversed());
    if (!pruned) expect(records).toHaveLength(model.log.length);
  },

  async pages({ model }, store, { back, after, limit }) {
    const revision = pickRevision(model.revision, back);
    if (!model.retains(revision)) return;
    const rest = inOrder(model.stateAt(revision)).filter(
      ([key]) => Buffer.compare(Buffer.from(key), Buffer.from(keyOf(after))) > 0,
    );
    const range = { after: keyOf(after) };
    const expected = rest.slice(0, limit).map(([key]) => key);
    expect(await store.keys(at(revision), range, limit)).toEqual(expected);
    const summaries = await store.summaries(at(revision), range, limit);
    expect(summaries.map(({ key, size }) => [key, size])).toEqual(
      rest.slice(0, limit).map(([key, text]) => [key, Buffer.byteLength(text)]),
    );
  },

  async scanWhileWriting({ model }, store, { key, value }) {
    const before = inOrder(model.present);
    const seen: [string, string][] = [];
    for await (const entry of store.scan({ kind: "now" })) {
      seen.push([entry.key, entry.text]);
      if (seen.length === 1) {
        await store.write([{ key: keyOf(key), text: textOf(value) }], { operation: "set" });
        model.edit("set", [[keyOf(key), textOf(value)]]);
      }
    }
    expect(seen).toEqual(before);
  },

  async export({ model, files, directory }, store) {
    const path = join(directory, `export-${files.length}.json`);
    expect(await store.exportData(path)).toBe(path);
    files.push({ path, state: model.present });
  },

  async verify({ model }, store) {
    expect(await store.verify()).toMatchObject({ ok: true, damaged: [] });
    const latest = model.snapshots.at(-1);
    if (latest === undefined) return;
    expect(await store.verify(latest.version as SnapshotVersion)).toMatchObject({ ok: true });
  },

  async metrics({ model }, store) {
    const metrics = await store.getMetrics();
    expect(metrics.snapshotCount).toBe(model.snapshots.length);
    expect(metrics.errorCount).toBeGreaterThanOrEqual(0);
  },

  async tags({ model }, store, { tag }) {
    const counts = new Map<string, number>();
    for (const { tags } of model.snapshots)
      for (const one of tags) counts.set(one, (counts.get(one) ?? 0) + 1);
    const found = await store.tags();
    expect(new Map(found.map(({ tag: name, count }) => [name, count]))).toEqual(counts);
    expect(found.map(({ count }) => count)).toEqual([...counts.values()].sort((a, b) => b - a));
    const name = TAGS[tag] as string;
    const tagged = model.snapshots.filter(({ tags }) => tags.includes(name));
    expect((await store.snapshotByTag(name, true))?.version).toBe(tagged.at(-1)?.version);
    expect((await store.snapshotByTag(name, false))?.version).toBe(tagged[0]?.version);
  },

  async versions({ model, pruned }, store) {
    const found: string[] = [];
    for await (const { key, text, since, until } of store.versions()) {
      expect(text).toBe(model.stateAt(since).get(key));
      if (until !== null) expect(model.stateAt(until).get(key)).not.toBe(text);
      found.push(key);
    }
    const ordered = found.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(found).toEqual(ordered);
    if (pruned) return;
    const expected = KEYS.flatMap((key) => model.historyOf(key).filter(({ text }) => text !== null));
    expect(found).toHaveLength(expected.length);
  },

  async bundle({ model, directory }, store) {
    const path = join(directory, "bundle.strata");
    await exportBundle(store, path, { kind: "store" });
    const copy = await createEnhancedPersistence({ storageBackend: "memory", maxSnapshots: 0 });
    try {
      await importBundle(copy, path);
      const entries = await copy.entries({ kind: "now" }, {}, ALL);
      expect(entries.map(({ key, text }) => [key, text])).toEqual(inOrder(model.present));
      const versions = (await copy.listSnapshots()).map(({ version }) => version);
      expect(versions.toReversed()).toEqual(model.snapshots.map(({ version }) => version));
      for (const { version, revision } of model.snapshots) {
        const at = { kind: "snapshot", version: version as SnapshotVersion } as const;
        const state = await copy.entries(at, {}, ALL);
        expect(state.map(({ key, text }) => [key, text])).toEqual(inOrder(model.stateAt(revision)));
      }
    } finally {
      await copy.close();
    }
  },
};
