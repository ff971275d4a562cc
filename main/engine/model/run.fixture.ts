import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Moment, Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import type { EnhancedPersistence, EnhancedPersistenceOptions } from "../index.ts";
import { inOrder, type State, TemporalModel } from "./temporalModel.fixture.ts";

/** More than any page in these tests. */
export const ALL = 10_000;

/** Opens a store of some backend: one that has a folder in `basePath`, where it is to outlast its closing. */
export type OpenBackend = (options: EnhancedPersistenceOptions) => Promise<EnhancedPersistence>;

/** One run: a store that is open once or twice, and what it should do. */
export class Run {
  readonly options: EnhancedPersistenceOptions;
  readonly model: TemporalModel;
  readonly directory = mkdtempSync(join(tmpdir(), "strata-model-"));
  /** Exported files with their content. */
  readonly files: { readonly path: string; readonly state: State }[] = [];
  readonly stores: EnhancedPersistence[] = [];
  /** After a prune, the history of a key may have lost its oldest versions. */
  pruned = false;

  readonly #open: OpenBackend;

  constructor(options: EnhancedPersistenceOptions, open: OpenBackend) {
    this.options = options;
    this.#open = open;
    this.model = new TemporalModel(options.maxSnapshots ?? 50);
  }

  get inMemory(): boolean {
    return this.options.storageBackend === "memory";
  }

  async open(): Promise<void> {
    const basePath = join(this.directory, "store");
    this.stores.push(await this.#open(this.inMemory ? this.options : { ...this.options, basePath }));
  }

  store(via: number): EnhancedPersistence {
    const store = this.stores[via % this.stores.length];
    if (store === undefined) throw new Error("No store is open");
    return store;
  }

  /** Closes one instance, which makes a last snapshot of new changes (rule N12). */
  async close(store: EnhancedPersistence): Promise<void> {
    const { model } = this;
    const latest = model.snapshots.at(-1);
    const due = latest === undefined ? model.revision > 0 : latest.revision !== model.revision;
    await store.cleanup();
    this.stores.splice(this.stores.indexOf(store), 1);
    if (!due) return;
    // Its version is not known yet; the next check looks it up.
    model.addSnapshot({
      version: UNNAMED,
      tags: ["cleanup"],
      description: "Automatic cleanup snapshot",
      pinned: false,
      revision: model.revision,
      kind: "full",
      deltaSize: null,
    });
  }

  /** The visible present must equal the model. */
  async checkPresent(store: EnhancedPersistence): Promise<void> {
    const { model } = this;
    const expected = inOrder(model.present);
    const entries = await store.entries({ kind: "now" }, {}, ALL);
    expect(entries.map(({ key, text }) => [key, text])).toEqual(expected);
    const status = await store.status();
    expect(status).toMatchObject({
      revision: model.revision,
      entryCount: expected.length,
      sizeBytes: expected.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0),
      snapshotCount: model.snapshots.length,
    });
    await this.#checkSnapshotList(store);
  }

  async #checkSnapshotList(store: EnhancedPersistence): Promise<void> {
    const { model } = this;
    const newestFirst = await store.listSnapshots();
    const listed = newestFirst.toReversed();
    for (const [i, snapshot] of model.snapshots.entries()) {
      if (snapshot.version !== UNNAMED) continue;
      const found = listed[i];
      if (found !== undefined) model.snapshots[i] = { ...snapshot, version: found.version };
    }
    expect(
      listed.map(({ version, tags, description, pinned, revision, kind, deltaSize, entryCount }) => ({
        version,
        tags,
        description,
        pinned,
        revision,
        kind,
        deltaSize,
        entryCount,
      })),
    ).toEqual(
      model.snapshots.map(({ made: _, ...snapshot }) => ({
        ...snapshot,
        entryCount: model.stateAt(snapshot.revision).size,
      })),
    );
  }

  /** Everything retained must be unchanged. */
  async checkPast(store: EnhancedPersistence): Promise<void> {
    const { model } = this;
    for (const { version, revision } of model.snapshots) {
      await this.checkMoment(store, { kind: "snapshot", version: version as SnapshotVersion }, revision);
    }
    for (let revision = Math.max(0, model.floor); revision <= model.revision; revision += 1) {
      if (model.revision - revision < 12 || revision % 7 === 0) {
        await this.checkMoment(store, { kind: "revision", revision: revision as Revision }, revision);
      }
    }
    expect(await store.verify()).toMatchObject({ ok: true, damaged: [] });
  }

  async checkMoment(store: EnhancedPersistence, at: Moment, revision: number): Promise<void> {
    const entries = await store.entries(at, {}, ALL);
    expect(
      entries.map(({ key, text }) => [key, text]),
      `the state at revision ${revision}`,
    ).toEqual(inOrder(this.model.stateAt(revision)));
  }

  async end(): Promise<void> {
    for (const store of [...this.stores]) await store.cleanup();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A snapshot version that is not known yet. */
export const UNNAMED = "";
