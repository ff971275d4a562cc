import { randomUUID } from "node:crypto";
import { NOW, type SnapshotMetadata, type SnapshotVersion } from "../../shared/model/index.ts";
import { compareSnapshots } from "./compare/compareSnapshots.ts";
import { ImportError, InvalidValueError, SnapshotNotFoundError, StoreClosedError } from "./errors.ts";
import { toKey } from "./key.ts";
import { collectMetrics } from "./metrics/collect.ts";
import type {
  EnhancedPersistence,
  EntryChange,
  JsonState,
  JsonValue,
  Metrics,
  SnapshotComparison,
} from "./persistence.ts";
import { scan } from "./read/scan.ts";
import { snapshotIfChanged } from "./snapshots/create.ts";
import { toMetadata } from "./snapshots/metadata.ts";
import { ReadAhead } from "./storage/readAhead.ts";
import { TemporalEngine } from "./temporalStore.ts";
import { toJsonText } from "./values.ts";
import { clearAll } from "./write/clear.ts";
import { RevisionDraft } from "./write/revisionDraft.ts";

/** A store with the calls of the manual (see SPEC.md), on top of everything beyond it. */
export class Store extends TemporalEngine implements EnhancedPersistence {
  readonly #readAhead = new ReadAhead(this.core.path);
  #cleanup: Promise<void> | undefined;

  async save(data: Readonly<Record<string, unknown>>): Promise<string> {
    this.core.assertOpen();
    // Everything is taken by copy before the first pause (rule V2).
    const changes: EntryChange[] = entriesOf(data).map(([name, value]) => {
      const key = toKey(name);
      return { key, text: toJsonText(key, value) };
    });
    await this.replace(changes, { operation: "save" });
    return randomUUID();
  }

  async load(): Promise<JsonState> {
    const started = performance.now();
    const state: JsonState = Object.create(null) as JsonState;
    let bytes = 0;
    for await (const { key, text } of scan(this.core, NOW)) {
      state[key] = JSON.parse(text) as JsonValue;
      bytes += Buffer.byteLength(text);
    }
    this.core.metering.loaded(started, bytes);
    return state;
  }

  async get(key: string, defaultValue?: unknown): Promise<unknown> {
    const { core } = this;
    core.assertOpen();
    const checked = toKey(key);
    // What is read inside a transaction may yet be taken back: it is neither kept nor told from what is kept.
    if (core.mustWait || !core.cache.keepsPresent) {
      const text = await this.getText(checked);
      return text === undefined ? defaultValue : JSON.parse(text);
    }
    // No pause from here on: a commit in between would leave behind what it replaced.
    const started = performance.now();
    try {
      let kept = core.cache.present(checked);
      // Only what is kept may be out of date, and to ask whether it is takes as long as half a read.
      if (kept !== undefined && !core.queue.longRunning && core.refresh()) kept = core.cache.present(checked);
      if (kept !== undefined) {
        core.metering.loaded(started, 0);
        return kept;
      }
      const text = core.reads.liveText.get(checked);
      if (text === undefined) {
        core.metering.loaded(started, 0);
        return defaultValue;
      }
      const value = JSON.parse(text) as JsonValue;
      const bytes = Buffer.byteLength(text);
      core.cache.keepPresent(checked, value, bytes);
      this.#readAhead.note(core.metering.loaded(started, bytes));
      return value;
    } catch (error) {
      throw core.failure(error);
    }
  }

  async set(key: string, value: unknown): Promise<void> {
    const { core } = this;
    core.assertOpen();
    const checked = toKey(key);
    const text = toJsonText(checked, value);
    const started = performance.now();
    await core.queue.submit(() => {
      const draft = new RevisionDraft(core, SET);
      draft.put(checked, text);
      draft.finish();
    });
    core.metering.saved(started, Buffer.byteLength(text));
  }

  async delete(key: string): Promise<boolean> {
    const { core } = this;
    core.assertOpen();
    const checked = toKey(key);
    const started = performance.now();
    const existed = await core.queue.submit(() => {
      const draft = new RevisionDraft(core, { operation: "delete" });
      draft.delete(checked);
      return draft.finish() !== null;
    });
    core.metering.saved(started, 0);
    return existed;
  }

  async clear(): Promise<void> {
    const { core } = this;
    core.assertOpen();
    const started = performance.now();
    await core.queue.submitLong(() => clearAll(core, { operation: "clear" }));
    core.metering.saved(started, 0);
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
    const started = performance.now();
    const snapshot = await this.#find(version);
    const state: JsonState = Object.create(null) as JsonState;
    for await (const { key, text } of scan(this.core, { kind: "snapshot", version: snapshot.version })) {
      state[key] = JSON.parse(text) as JsonValue;
    }
    this.core.metering.loaded(started, snapshot.sizeBytes);
    return state;
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
    this.core.assertOpen();
    if (typeof path !== "string")
      throw new ImportError(`Expected the path of a file, found ${String(path)}.`);
    const { importExport } = await moving();
    await importExport(this, path);
    return this.load();
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#readAhead.close();
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

  async #restore({ version, tags }: SnapshotMetadata): Promise<JsonState> {
    await this.restore({ kind: "snapshot", version }, { detail: tags[0] ?? version });
    return this.load();
  }
}

/** What reads and writes files: loaded when it is needed, as most stores are opened for something else. */
const moving = () => import("./transfer/index.ts");

const SET = { operation: "set" } as const;

function entriesOf(data: unknown): [string, unknown][] {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new InvalidValueError(
      `Expected an object whose members are the entries, found ${data === null ? "null" : typeof data}.`,
    );
  }
  return Object.entries(data);
}

function tagsOf(tag: string | null | undefined): string[] {
  return tag === undefined || tag === null ? [] : [tag];
}
