import { randomUUID } from "node:crypto";
import {
  type JsonText,
  type Key,
  type Moment,
  NOW,
  type SnapshotMetadata,
  type SnapshotVersion,
} from "../../shared/model/index.ts";
import type { PreparedChanges } from "./backends/backend.ts";
import { isPath, show } from "./calls/expect.ts";
import { Stopwatch } from "./core/metering.ts";
import { compareSnapshots } from "./domain/compare/compareSnapshots.ts";
import { parseStored } from "./domain/read/parseStored.ts";
import { scanPages } from "./domain/read/scan.ts";
import { checkSnapshotOptions } from "./domain/snapshots/newSnapshot.ts";
import { exact } from "./domain/write/exactSource.ts";
import { ImportError, SnapshotNotFoundError, StoreClosedError } from "./errors.ts";
import { toKey } from "./key.ts";
import { collectMetrics } from "./metrics/collect.ts";
import type { EnhancedPersistence, JsonState, Metrics, SnapshotComparison } from "./persistence.ts";
import { TemporalEngine } from "./temporalStore.ts";
import { toEntries, toJsonText } from "./values.ts";

/** A store with the calls of the manual (see SPEC.md), on top of everything beyond it. */
export class Store extends TemporalEngine implements EnhancedPersistence {
  #cleanup: Promise<void> | undefined;

  async save(data: Readonly<Record<string, unknown>>): Promise<string> {
    this.backend.assertWritable();
    // Everything is taken by copy before the first pause (rule V2).
    await this.replace(exact(toEntries(data)), { operation: "save" });
    return randomUUID();
  }

  load(): Promise<JsonState> {
    return this.#stateAt(NOW);
  }

  async get(key: string, defaultValue?: unknown): Promise<unknown> {
    try {
      const found = this.backend.value(toKey(key));
      // One more turn would be felt: most values are there at once.
      const value = found instanceof Promise ? await found : found;
      return value === undefined ? defaultValue : value;
    } catch (error) {
      this.metering.failed();
      throw error;
    }
  }

  async set(key: string, value: unknown): Promise<void> {
    try {
      this.backend.assertWritable();
      const checked = toKey(key);
      const text = toJsonText(checked, value);
      await this.backend.write(oneChange(checked, text), SET);
      this.metering.saved(Buffer.byteLength(text));
    } catch (error) {
      this.metering.failed();
      throw error;
    }
  }

  async delete(key: string): Promise<boolean> {
    try {
      this.backend.assertWritable();
      const revision = await this.backend.write(oneChange(toKey(key), null), DELETE);
      this.metering.saved(0);
      return revision !== null;
    } catch (error) {
      this.metering.failed();
      throw error;
    }
  }

  async clear(): Promise<void> {
    this.backend.assertWritable();
    await this.backend.replace([], { operation: "clear" });
    this.metering.saved(0);
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
    const view = await this.backend.view("short", []);
    return [...(await view.snapshots())];
  }

  async getSnapshotData(version: string): Promise<JsonState> {
    const snapshot = await this.#find(version);
    return this.#stateAt({ kind: "snapshot", version: snapshot.version });
  }

  async compareSnapshots(version1: string, version2: string): Promise<SnapshotComparison> {
    return compareSnapshots(this.backend, version1, version2);
  }

  async getMetrics(): Promise<Metrics> {
    return collectMetrics(this.backend, this.metering);
  }

  async exportData(path: string): Promise<string> {
    this.backend.assertOpen();
    const { exportFile } = await moving();
    await exportFile(this, path, NOW, "export", { makeFolders: true });
    return path;
  }

  async importData(path: string): Promise<JsonState> {
    this.backend.assertWritable();
    if (!isPath(path))
      throw new ImportError(
        `Expected the "path" argument of importData to be the path of a file, got ${show(path)}.`,
      );
    const { importExport } = await moving();
    await importExport(this, path);
    return this.load();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cleanup();
  }

  cleanup(): Promise<void> {
    this.#cleanup ??= this.#endWithSnapshot();
    return this.#cleanup;
  }

  async #endWithSnapshot(): Promise<void> {
    const { backend } = this;
    if (backend.closed) return;
    this.autoSnapshots?.stop();
    try {
      if (backend.readOnly === null) await backend.snapshotIfChanged(CLEANUP);
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
    for await (const page of scanPages(this.backend, at, undefined, watch)) {
      watch.time(() => {
        for (const { key, text } of page) {
          state[key] = parseStored(key, text);
          bytes += Buffer.byteLength(text);
        }
      });
    }
    this.metering.loaded(watch.milliseconds, bytes);
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
const DELETE = { operation: "delete" } as const;
const CLEANUP = checkSnapshotOptions({ tags: ["cleanup"], description: "Automatic cleanup snapshot" });

function oneChange(key: Key, text: JsonText | null): PreparedChanges {
  return { changes: new Map([[key, { key, text }]]) };
}

function tagsOf(tag: string | null | undefined): string[] {
  return tag === undefined || tag === null ? [] : [tag];
}
