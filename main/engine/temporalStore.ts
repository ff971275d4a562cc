import type {
  DeletedSnapshot,
  DifferenceTotals,
  Entry,
  EntrySummary,
  JsonText,
  Key,
  KeyDifference,
  Moment,
  Revision,
  RevisionRecord,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  UndoStep,
} from "../../shared/model/index.ts";
import { NOW } from "../../shared/model/index.ts";
import type { StoreCore } from "./backends/sqlite/core/core.ts";
import { verify } from "./backends/sqlite/integrity/verify.ts";
import { Packing } from "./backends/sqlite/pack/packing.ts";
import { prune } from "./backends/sqlite/prune/prune.ts";
import { checkSnapshotOptions, createDelta, createSnapshot } from "./backends/sqlite/snapshots/create.ts";
import { deleteSnapshots } from "./backends/sqlite/snapshots/delete.ts";
import { deletedSnapshots, undeleteSnapshots } from "./backends/sqlite/snapshots/deleted.ts";
import { checkUpdate, updateSnapshot } from "./backends/sqlite/snapshots/update.ts";
import { replaceAll } from "./backends/sqlite/write/replace.ts";
import { restore } from "./backends/sqlite/write/restore.ts";
import { redoPlan, redoStep, takeStep, undoPlan, undoStep } from "./backends/sqlite/write/undo.ts";
import { write } from "./backends/sqlite/write/writeChanges.ts";
import { difference, differenceTotals } from "./domain/compare/difference.ts";
import { activity } from "./domain/history/activity.ts";
import { everyVersion } from "./domain/history/everyVersion.ts";
import { keyHistory, revisions } from "./domain/history/records.ts";
import { countAt, readEntries, readEntry, readKeys, readSummaries } from "./domain/read/pages.ts";
import { scan } from "./domain/read/scan.ts";
import { keysContaining } from "./domain/search/keySearch.ts";
import { AutoSnapshots } from "./domain/snapshots/autoSnapshots.ts";
import { toMetadata } from "./domain/snapshots/metadata.ts";
import { toKey } from "./key.ts";
import { Stopwatch } from "./metrics/metering.ts";
import { reconfigure } from "./options.ts";
import type {
  ActivityBucket,
  DifferenceOptions,
  EntryChange,
  JobOptions,
  KeyRange,
  KeysFound,
  KeyVersion,
  LostCommits,
  PackReport,
  PruneReport,
  SnapshotOptions,
  SnapshotUpdate,
  StoreConfiguration,
  StoredVersion,
  StoreUpgrade,
  TemporalStore,
  VerifyReport,
  WriteOptions,
} from "./persistence.ts";

/** Everything beyond the manual: each call checks its arguments, and leaves the work to the module it is named after. */
export class TemporalEngine implements TemporalStore {
  protected readonly core: StoreCore;
  protected readonly packing: Packing;
  protected autoSnapshots: AutoSnapshots | null;

  constructor(core: StoreCore) {
    this.core = core;
    this.packing = new Packing(core);
    this.autoSnapshots = autoSnapshotsOf(core);
  }

  get path(): string | null {
    return this.core.path;
  }

  get id(): string {
    return this.core.id;
  }

  get readOnly(): "asked" | "not writable" | null {
    return this.core.place.readOnly;
  }

  get upgraded(): StoreUpgrade | null {
    return this.core.place.upgraded;
  }

  get lostCommits(): LostCommits | null {
    return this.core.lost;
  }

  status() {
    const { core } = this;
    return core.consistent((statements, present) => {
      const latest = statements.latestSnapshot.get();
      return {
        revision: present.revision,
        entryCount: present.entryCount,
        sizeBytes: present.sizeBytes,
        snapshotCount: statements.snapshotCount.get() ?? 0,
        latestSnapshot: latest === undefined ? null : toMetadata(latest),
        undo: undoStep(core, statements, present),
        redo: redoStep(core, statements, present),
      };
    });
  }

  async configure(configuration: StoreConfiguration): Promise<void> {
    const { core } = this;
    core.assertOpen();
    const { autoSnapshotInterval } = core.options;
    core.configure(reconfigure(core.options, configuration));
    if (core.options.autoSnapshotInterval === autoSnapshotInterval) return;
    this.autoSnapshots?.stop();
    this.autoSnapshots = autoSnapshotsOf(core);
  }

  onChange(listener: (change: StoreChange) => void): () => void {
    this.core.assertOpen();
    return this.core.changes.listen(listener);
  }

  async getText(key: string): Promise<JsonText | undefined> {
    return this.readPresent(toKey(key), (text) => text as JsonText);
  }

  /** What is made of a key's present text; undefined when there is no such key. */
  protected async readPresent<T>(key: Key, make: (text: string) => T): Promise<T | undefined> {
    const { core } = this;
    const watch = new Stopwatch();
    const text = await core.current((statements) => watch.time(() => statements.liveText.get(key)));
    const made = text === undefined ? undefined : watch.time(() => make(text));
    core.metering.loaded(watch.milliseconds, text === undefined ? 0 : Buffer.byteLength(text));
    return made;
  }

  async read(key: Key, at: Moment = NOW): Promise<Entry | undefined> {
    return readEntry(this.core, toKey(key), at);
  }

  async entries(at: Moment, range: KeyRange, limit: number, length?: number): Promise<Entry[]> {
    return readEntries(this.core, at, range, limit, length);
  }

  async summaries(at: Moment, range: KeyRange, limit: number): Promise<EntrySummary[]> {
    return readSummaries(this.core, at, range, limit);
  }

  async keys(at: Moment, range: KeyRange, limit: number): Promise<Key[]> {
    return readKeys(this.core, at, range, limit);
  }

  async keysContaining(at: Moment, text: string, after: Key | undefined, limit: number): Promise<KeysFound> {
    return keysContaining(this.core, at, text, after, limit);
  }

  async count(at: Moment): Promise<number> {
    return countAt(this.core, at);
  }

  scan(at: Moment, options?: JobOptions): AsyncIterable<Entry> {
    return scan(this.core, at, options, () => this.core.metering.failed());
  }

  async write(
    changes: readonly EntryChange[],
    options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> },
  ): Promise<Revision | null> {
    const { core } = this;
    core.assertWritable();
    const { revision, bytes } = await write(core, changes, options);
    core.metering.saved(bytes);
    return revision;
  }

  async replace(
    source: AsyncIterable<EntryChange | readonly EntryChange[]> | Iterable<EntryChange>,
    options: WriteOptions & JobOptions & { readonly keep?: boolean | undefined },
  ): Promise<Revision | null> {
    const { core } = this;
    core.assertWritable();
    options.signal?.throwIfAborted();
    const revision = await core.queue.submitLong(
      () => replaceAll(core, source, options),
      core.metering.tookToSave,
    );
    core.metering.saved(revision === null ? 0 : core.present.sizeBytes);
    return revision;
  }

  async snapshot(options: SnapshotOptions = {}): Promise<SnapshotMetadata> {
    const { core } = this;
    core.assertWritable();
    const checked = checkSnapshotOptions(options);
    const { base } = options;
    return base === undefined
      ? core.queue.submit(() => createSnapshot(core, { ...checked, base: null }))
      : core.queue.submitLong(() => createDelta(core, checked, base));
  }

  async updateSnapshot(version: SnapshotVersion, update: SnapshotUpdate): Promise<SnapshotMetadata> {
    this.core.assertWritable();
    const checked = checkUpdate(update);
    return this.core.queue.submit(() => updateSnapshot(this.core, version, checked));
  }

  async deleteSnapshots(
    versions: readonly SnapshotVersion[],
    { forGood = false }: { readonly forGood?: boolean | undefined } = {},
  ): Promise<void> {
    this.core.assertWritable();
    await this.core.queue.submit(() => deleteSnapshots(this.core, versions, forGood));
    this.packing.runInBackground();
  }

  async deletedSnapshots(): Promise<DeletedSnapshot[]> {
    return this.core.historical((statements) => deletedSnapshots(this.core, statements));
  }

  async undeleteSnapshots(versions: readonly SnapshotVersion[]): Promise<SnapshotMetadata[]> {
    this.core.assertWritable();
    return this.core.queue.submit(() => undeleteSnapshots(this.core, versions));
  }

  async findSnapshot(version: string): Promise<SnapshotMetadata | undefined> {
    return this.core.current((statements) => {
      const row = statements.snapshot.get(version);
      return row && toMetadata(row);
    });
  }

  async snapshotByTag(tag: string, latest: boolean): Promise<SnapshotMetadata | undefined> {
    return this.core.current((statements) => {
      const row = (latest ? statements.newestTagged : statements.oldestTagged).get(tag);
      return row && toMetadata(row);
    });
  }

  async tags(): Promise<{ readonly tag: string; readonly count: number }[]> {
    return this.core.current((statements) => statements.tags.all());
  }

  async difference(from: Moment, to: Moment, options?: DifferenceOptions): Promise<KeyDifference[]> {
    return difference(this.core, from, to, options);
  }

  async totals(from: Moment, to: Moment, options?: JobOptions): Promise<DifferenceTotals> {
    return differenceTotals(this.core, from, to, options);
  }

  async restore(
    to: Moment,
    options: JobOptions & {
      readonly keys?: readonly Key[];
      readonly detail?: string | null;
      readonly message?: string | null | undefined;
    } = {},
  ): Promise<Revision | null> {
    const { core } = this;
    core.assertWritable();
    options.signal?.throwIfAborted();
    const { keys, detail = null, message = null, ...job } = options;
    const label = { operation: "restore", detail, message } as const;
    const revision = await restore(core, to, keys?.map(toKey) ?? null, label, job);
    core.metering.saved(0);
    return revision;
  }

  async undo(): Promise<UndoStep | null> {
    this.core.assertWritable();
    return takeStep(this.core, undoPlan);
  }

  async redo(): Promise<UndoStep | null> {
    this.core.assertWritable();
    return takeStep(this.core, redoPlan);
  }

  async revisions(options: {
    readonly before?: Revision;
    readonly limit: number;
  }): Promise<RevisionRecord[]> {
    return revisions(this.core, options);
  }

  async history(
    key: Key,
    options: { readonly before?: Revision; readonly limit: number },
  ): Promise<KeyVersion[]> {
    return keyHistory(this.core, toKey(key), options);
  }

  async activity(buckets: number, options?: JobOptions): Promise<ActivityBucket[]> {
    return activity(this.core, buckets, options);
  }

  versions(options?: JobOptions): AsyncIterable<StoredVersion> {
    return everyVersion(this.core, options, () => this.core.metering.failed());
  }

  async close(): Promise<void> {
    this.autoSnapshots?.stop();
    await this.core.close();
  }

  onProblem(listener: (problem: Error) => void): () => void {
    this.core.assertOpen();
    return this.core.problems.listen(listener);
  }

  async verify(version?: SnapshotVersion, options?: JobOptions): Promise<VerifyReport> {
    return verify(this.core, version, options);
  }

  async prune(options: { readonly keepRevisions: number; readonly dryRun: boolean }): Promise<PruneReport> {
    if (options.dryRun) this.core.assertOpen();
    else this.core.assertWritable();
    return this.core.queue.submitLong(() => prune(this.core, options.keepRevisions, options.dryRun));
  }

  async pack(options?: JobOptions): Promise<PackReport> {
    this.core.assertWritable();
    return this.packing.run(options);
  }
}

function autoSnapshotsOf(core: StoreCore): AutoSnapshots | null {
  const seconds = core.options.autoSnapshotInterval;
  return seconds === null || core.place.readOnly !== null ? null : new AutoSnapshots(core, seconds);
}
