import { randomUUID } from "node:crypto";
import { type Moment, NOW, type SnapshotMetadata, type SnapshotVersion } from "../../shared/model/index.ts";
import { snapshotIfChanged } from "./backends/sqlite/snapshots/create.ts";
import { ReadAhead } from "./backends/sqlite/storage/readAhead.ts";
import { clearAll } from "./backends/sqlite/write/clear.ts";
import { RevisionDraft } from "./backends/sqlite/write/revisionDraft.ts";
import { isPath, show } from "./calls/expect.ts";
import { compareSnapshots } from "./domain/compare/compareSnapshots.ts";
import { parseStored } from "./domain/read/parseStored.ts";
import { scanPages } from "./domain/read/scan.ts";
import { toMetadata } from "./domain/snapshots/metadata.ts";
import { exact } from "./domain/write/exactSource.ts";
import { ImportError, SnapshotNotFoundError, StoreClosedError } from "./errors.ts";
import { toKey } from "./key.ts";
import { collectMetrics } from "./metrics/collect.ts";
import { Stopwatch } from "./metrics/metering.ts";
import type { EnhancedPersistence, JsonState, Metrics, SnapshotComparison } from "./persistence.ts";
import { TemporalEngine } from "./temporalStore.ts";
import { toEntries, toJsonText } from "./values.ts";

/** A store with the calls of the manual (see SPEC.md), on top of everything beyond it. */
export class Store extends TemporalEngine implements EnhancedPersistence {
  readonly #readAhead = new ReadAhead(this.core.place.folder);
  #cleanup: Promise<void> | undefined;

  async save(data: Readonly<Record<string, unknown>>): Promise<string> {
    this.core.assertWritable();
    // Everything is taken by copy before the first pause (rule V2).
    await this.replace(exact(toEntries(data)), { operation: "save" });
    return randomUUID();
  }

  load(): Promise<JsonState> {
    return this.#stateAt(NOW);
  }

  async get(key: string, defaultValue?: unknown): Promise<unknown> {
    const { core } = this;
    try {
      core.assertOpen();
      const checked = toKey(key);
      // What is read inside a transaction may yet be taken back: it is neither kept nor told from what is kept.
      if (core.mustWait || !core.cache.keepsPresent) {
        const value = await this.readPresent(checked, (text) => parseStored(checked, text));
        return value === undefined ? defaultValue : value;
      }
      // No pause from here on: a commit in between would leave behind what it replaced.
      const started = performance.now();
      let kept = core.cache.present(checked);
      // Only what is kept may be out of date, and to ask whether it is takes as long as half a read.
      if (kept !== undefined && !core.queue.longRunning && core.refresh()) kept = core.cache.present(checked);
      if (kept !== undefined) {
        core.metering.loaded(performance.now() - started, 0);
        return kept;
      }
      const text = core.reads.liveText.get(checked);
      if (text === undefined) {
        core.metering.loaded(performance.now() - started, 0);
        return defaultValue;
      }
      const value = parseStored(checked, text);
      const bytes = Buffer.byteLength(text);
      core.cache.keepPresent(checked, value, bytes);
      const took = performance.now() - started;
      core.metering.loaded(took, bytes);
      this.#readAhead.note(took);
      return value;
    } catch (error) {
      core.metering.failed();
      throw core.failure(error);
    }
  }

  async set(key: string, value: unknown): Promise<void> {
    const { core } = this;
    try {
      core.assertWritable();
      const checked = toKey(key);
      const text = toJsonText(checked, value);
      await core.queue.submit(() => {
        const draft = new RevisionDraft(core, SET);
        draft.put(checked, text);
        draft.finish();
      }, core.metering.tookToSave);
      core.metering.saved(Buffer.byteLength(text));
    } catch (error) {
      core.metering.failed();
      throw error;
    }
  }

  async delete(key: string): Promise<boolean> {
    const { core } = this;
    try {
      core.assertWritable();
      const checked = toKey(key);
      const existed = await core.queue.submit(() => {
        const draft = new RevisionDraft(core, { operation: "delete" });
        draft.delete(checked);
        return draft.finish() !== null;
      }, core.metering.tookToSave);
      core.metering.saved(0);
      return existed;
    } catch (error) {
      core.metering.failed();
      throw error;
    }
  }

  async clear(): Promise<void> {
    const { core } = this;
    core.assertWritable();
    await core.queue.submitLong(() => clearAll(core, { operation: "clear" }), core.metering.tookToSave);
    core.metering.saved(0);
  }

  async createSnapshot(tag?: string | null, description?: string | null): Promise<SnapshotVersion> {
    const { version } = await this.snapshot({ tags: tagsOf(tag), description: description ?? null });
    return version;
  }

  async createDeltaSnapshot(
    baseVersion?: string | null,
    tag?: string | null,
    description?: string | null,
  ): Promise<SnapshotVersion> {
    const { version } = await this.snapshot({
      tags: tagsOf(tag),
      description: description ?? null,
      base: (baseVersion ?? "latest") as SnapshotVersion | "latest",
    });
    return version;
  }

  async restoreSnapshot(version: string): Promise<JsonState> {
    return this.#restore(await this.#find(version));
  }

  async restoreSnapshotByTag(tag: string, latest = true): Promise<JsonState> {
    const snapshot = await this.snapshotByTag(tag, latest);
    if (snapshot === undefined) {
      throw new SnapshotNotFoundError(tag, `No snapshot carries the tag ${JSON.stringify(tag)}.`);
    }
    return this.#restore(snapshot);
  }

  async listSnapshots(): Promise<SnapshotMetadata[]> {
    return this.core.current((statements) => statements.snapshots.all().map(toMetadata));
  }

  async getSnapshotData(version: string): Promise<JsonState> {
    const snapshot = await this.#find(version);
    return this.#stateAt({ kind: "snapshot", version: snapshot.version });
  }

  async compareSnapshots(version1: string, version2: string): Promise<SnapshotComparison> {
    return compareSnapshots(this.core, version1, version2);
  }

  async getMetrics(): Promise<Metrics> {
    return collectMetrics(this.core);
  }

  async exportData(path: string): Promise<string> {
    this.core.assertOpen();
    const { exportFile } = await moving();
    await exportFile(this, path, NOW, "export", { makeFolders: true });
    return path;
  }

  async importData(path: string): Promise<JsonState> {
    this.core.assertWritable();
    if (!isPath(path))
      throw new ImportError(
        `Expected the "path" argument of importData to be the path of a file, got ${show(path)}.`,
      );
    const { importExport } = await moving();
    await importExport(this, path);
    return this.load();
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#readAhead.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cleanup();
  }

  cleanup(): Promise<void> {
    this.#cleanup ??= this.#endWithSnapshot();
    return this.#cleanup;
  }

  async #endWithSnapshot(): Promise<void> {
    const { core } = this;
    if (core.closed) return;
    this.autoSnapshots?.stop();
    try {
      if (core.place.readOnly === null)
        await snapshotIfChanged(core, { tags: ["cleanup"], description: "Automatic cleanup snapshot" });
    } catch (error) {
      // Another call may have closed the store meanwhile: then there is nothing left to do.
      if (!(error instanceof StoreClosedError)) throw error;
    } finally {
      await this.close();
    }
  }

  async #find(version: string): Promise<SnapshotMetadata> {
    const snapshot = await this.findSnapshot(version);
    if (snapshot === undefined) throw new SnapshotNotFoundError(version);
    return snapshot;
  }

  async #stateAt(at: Moment): Promise<JsonState> {
    const watch = new Stopwatch();
    const state: JsonState = Object.create(null) as JsonState;
    let bytes = 0;
    for await (const page of scanPages(this.core, at, undefined, watch)) {
      watch.time(() => {
        for (const { key, text } of page) {
          state[key] = parseStored(key, text);
          bytes += Buffer.byteLength(text);
        }
      });
    }
    this.core.metering.loaded(watch.milliseconds, bytes);
    return state;
  }

  async #restore({ version, tags }: SnapshotMetadata): Promise<JsonState> {
    await this.restore({ kind: "snapshot", version }, { detail: tags[0] ?? version });
    return this.load();
  }
}

/** What reads and writes files: loaded when it is needed, as most stores are opened for something else. */
const moving = () => import("./transfer/index.ts");

const SET = { operation: "set" } as const;

function tagsOf(tag: string | null | undefined): string[] {
  return tag === undefined || tag === null ? [] : [tag];
}
