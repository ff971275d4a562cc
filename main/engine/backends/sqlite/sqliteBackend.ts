import type {
  Entry,
  JsonText,
  Key,
  Moment,
  Revision,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  UndoStep,
} from "../../../../shared/model/index.ts";
import { revisionAt } from "../../domain/read/moment.ts";
import { parseStored } from "../../domain/read/parseStored.ts";
import type { ResolvedOptions } from "../../options.ts";
import type {
  JobOptions,
  JsonValue,
  LostCommits,
  PruneReport,
  SnapshotUpdate,
  StoreUpgrade,
} from "../../persistence.ts";
import type {
  Awaitable,
  Backend,
  Comparisons,
  NewSnapshot,
  Notices,
  PreparedChanges,
  ReadOnlyReason,
  ReadView,
  ReplaceCommand,
  Replaced,
  RestoreCommand,
  Source,
  Upkeep,
  WriteCommand,
} from "../backend.ts";
import { StoreCore } from "./core/core.ts";
import { momentSource } from "./core/pinned.ts";
import { figuresOf } from "./figures.ts";
import { verify } from "./integrity/verify.ts";
import { Packing } from "./pack/packing.ts";
import { prune } from "./prune/prune.ts";
import { presentEntry } from "./read/pages.ts";
import type { Reads } from "./read/reads.ts";
import { createDelta, createSnapshot, snapshotIfChanged } from "./snapshots/create.ts";
import { deleteSnapshots } from "./snapshots/delete.ts";
import { undeleteSnapshots } from "./snapshots/deleted.ts";
import { updateSnapshot } from "./snapshots/update.ts";
import type { OpenedPlace } from "./storage/openPlace.ts";
import { ReadAhead } from "./storage/readAhead.ts";
import type { ReadStatements } from "./storage/readStatements.ts";
import { SqliteView } from "./view.ts";
import { replaceAll } from "./write/replace.ts";
import { restore } from "./write/restore.ts";
import { redoPlan, takeStep, undoPlan } from "./write/undo.ts";
import { write } from "./write/writeChanges.ts";

/** A store in an SQLite database, in a folder or in memory. */
export class SqliteBackend implements Backend {
  /** Its insides, for tests that bring failures about. */
  readonly core: StoreCore;
  readonly upkeep: Upkeep;
  readonly #packing: Packing;
  readonly #readAhead: ReadAhead | null;

  constructor(place: OpenedPlace, options: ResolvedOptions, notices: Notices) {
    const core = new StoreCore(place, options, notices);
    const packing = new Packing(core);
    this.core = core;
    this.#packing = packing;
    this.#readAhead = place.disk === null ? null : new ReadAhead(place.disk.folder);
    this.upkeep = {
      verify: (version, job) => verify(core, version, job),
      pack: (job) => packing.run(job),
      figures: () => core.committed.read("history", (statements) => figuresOf(core, statements)),
    };
  }

  get id(): string {
    return this.core.id;
  }

  get location(): string | null {
    return this.core.path;
  }

  get readOnly(): ReadOnlyReason | null {
    return this.core.place.readOnly;
  }

  get lost(): LostCommits | null {
    return this.core.lost;
  }

  get upgraded(): StoreUpgrade | null {
    return this.core.place.upgraded;
  }

  get closed(): boolean {
    return this.core.closed;
  }

  get options(): ResolvedOptions {
    return this.core.options;
  }

  get comparisons(): Comparisons {
    return this.core.cache;
  }

  assertOpen(): void {
    this.core.assertOpen();
  }

  assertWritable(): void {
    this.core.assertWritable();
  }

  configure(options: ResolvedOptions): void {
    this.core.configure(options);
  }

  view(use: "short" | "long", moments: readonly Moment[]): Awaitable<ReadView> {
    const { core } = this;
    // With one connection every read is of a revision, whatever is written in between.
    if (use === "long" && !core.isAlone) return this.#longView(moments);
    const pinned = core.committed.lookAt(moments);
    if (pinned instanceof Promise)
      return pinned.then((found) => new SqliteView(core, core.committed.read, found));
    return new SqliteView(core, core.committed.read, pinned);
  }

  async #longView(moments: readonly Moment[]): Promise<ReadView> {
    const { core } = this;
    const { statements, head, close } = await core.view();
    const read: Reads = (need, run) => {
      try {
        return run(statements, need === head.revision);
      } catch (error) {
        throw core.failure(error);
      }
    };
    try {
      const source = momentSource(statements, head.revision);
      const at = read("tables", () => moments.map((moment) => revisionAt(source, moment)));
      return new SqliteView(core, read, { head, at: await at }, close);
    } catch (error) {
      close();
      throw error;
    }
  }

  text(key: Key): Awaitable<JsonText | undefined> {
    return this.#present((statements) => statements.liveText.get(key) as JsonText | undefined);
  }

  entry(key: Key): Awaitable<Entry | undefined> {
    return this.#present((statements) => presentEntry(statements, key));
  }

  /** Reads of the present by one statement need no transaction. */
  #present<T>(read: (statements: ReadStatements) => T): Awaitable<T> {
    const { core } = this;
    core.assertOpen();
    if (core.mustWait) return core.queue.submit(() => read(core.own));
    try {
      return read(core.reads);
    } catch (error) {
      throw core.failure(error);
    }
  }

  /** Without a pause once it is begun: a commit in between would leave behind in the cache what it replaced. */
  value(key: Key): Awaitable<JsonValue | undefined> {
    const { core } = this;
    core.assertOpen();
    // What is read inside a transaction may yet be taken back: it is neither kept nor decoded from what is kept.
    if (core.mustWait || !core.cache.keepsPresent) return this.#valueUncached(key);
    const started = performance.now();
    try {
      let kept = core.cache.present(key);
      // Only what is kept may be out of date, and to ask whether it is takes as long as half a read.
      if (kept !== undefined && !core.queue.longRunning && core.refresh()) kept = core.cache.present(key);
      const text = kept === undefined ? core.reads.liveText.get(key) : undefined;
      if (text === undefined) {
        core.metering.loaded(performance.now() - started, 0);
        return kept;
      }
      const value = parseStored(key, text);
      const bytes = Buffer.byteLength(text);
      core.cache.keepPresent(key, value, bytes);
      const took = performance.now() - started;
      core.metering.loaded(took, bytes);
      this.#readAhead?.note(took);
      return value;
    } catch (error) {
      throw core.failure(error);
    }
  }

  #valueUncached(key: Key): Awaitable<JsonValue | undefined> {
    const { core } = this;
    const parse = (text: string | undefined, started: number) => {
      const value = text === undefined ? undefined : parseStored(key, text);
      core.metering.loaded(performance.now() - started, text === undefined ? 0 : Buffer.byteLength(text));
      return value;
    };
    if (!core.mustWait) {
      const started = performance.now();
      return parse(this.text(key) as string | undefined, started);
    }
    return core.queue.submit(() => {
      const started = performance.now();
      return parse(core.own.liveText.get(key), started);
    });
  }

  write(changes: PreparedChanges, command: WriteCommand): Promise<Revision | null> {
    return write(this.core, changes, command);
  }

  replace(source: Source, command: ReplaceCommand): Promise<Replaced> {
    const { core } = this;
    const run = async () => {
      const revision = await replaceAll(core, source, command);
      return { revision, sizeBytes: core.head.sizeBytes };
    };
    return core.queue.submitLong(run, core.metering.tookToSave);
  }

  restore(to: Moment, command: RestoreCommand, job: JobOptions = {}): Promise<Revision | null> {
    const { keys, ...label } = command;
    return restore(this.core, to, keys, { operation: "restore", ...label }, job);
  }

  undo(): Promise<UndoStep | null> {
    return takeStep(this.core, undoPlan);
  }

  redo(): Promise<UndoStep | null> {
    return takeStep(this.core, redoPlan);
  }

  snapshot(snapshot: NewSnapshot): Promise<SnapshotMetadata> {
    const { core } = this;
    const { base } = snapshot;
    return base === null
      ? core.queue.submit(() => createSnapshot(core, snapshot))
      : core.queue.submitLong(() => createDelta(core, snapshot, base));
  }

  snapshotIfChanged(snapshot: NewSnapshot): Promise<SnapshotMetadata | null> {
    return this.core.queue.submit(() => snapshotIfChanged(this.core, snapshot));
  }

  updateSnapshot(version: SnapshotVersion, update: SnapshotUpdate): Promise<SnapshotMetadata> {
    return this.core.queue.submit(() => updateSnapshot(this.core, version, update));
  }

  async deleteSnapshots(versions: readonly SnapshotVersion[], forGood: boolean): Promise<void> {
    await this.core.queue.submit(() => deleteSnapshots(this.core, versions, forGood));
    this.#packing.runInBackground();
  }

  undeleteSnapshots(versions: readonly SnapshotVersion[]): Promise<SnapshotMetadata[]> {
    return this.core.queue.submit(() => undeleteSnapshots(this.core, versions));
  }

  prune(keepRevisions: number, dryRun: boolean): Promise<PruneReport> {
    return this.core.queue.submitLong(() => prune(this.core, keepRevisions, dryRun));
  }

  onCommit(listener: (change: StoreChange) => void): () => void {
    return this.core.changes.listen(listener);
  }

  async close(): Promise<void> {
    await this.core.close();
    await this.#readAhead?.close();
  }
}
