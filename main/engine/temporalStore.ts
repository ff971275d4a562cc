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
import type { Backend, Notices } from "./backends/backend.ts";
import { difference, differenceTotals } from "./domain/compare/difference.ts";
import { activity } from "./domain/history/activity.ts";
import { everyVersion } from "./domain/history/everyVersion.ts";
import { keyHistory, revisions } from "./domain/history/records.ts";
import { countAt, readEntries, readEntry, readKeys, readSummaries } from "./domain/read/pages.ts";
import { scan } from "./domain/read/scan.ts";
import { keysContaining } from "./domain/search/keySearch.ts";
import { AutoSnapshots } from "./domain/snapshots/autoSnapshots.ts";
import { checkSnapshotOptions } from "./domain/snapshots/newSnapshot.ts";
import { checkUpdate } from "./domain/snapshots/snapshotUpdate.ts";
import { prepareChanges } from "./domain/write/prepareChanges.ts";
import { toKey } from "./key.ts";
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
  protected readonly backend: Backend;
  protected readonly metering: Notices["metering"];
  readonly #problems: Notices["problems"];
  protected autoSnapshots: AutoSnapshots | null;

  constructor(backend: Backend, { metering, problems }: Notices) {
    this.backend = backend;
    this.metering = metering;
    this.#problems = problems;
    this.autoSnapshots = this.#startAutoSnapshots();
  }

  get path(): string | null {
    return this.backend.location;
  }

  get id(): string {
    return this.backend.id;
  }

  get readOnly(): "asked" | "not writable" | null {
    return this.backend.readOnly;
  }

  get upgraded(): StoreUpgrade | null {
    return this.backend.upgraded;
  }

  get lostCommits(): LostCommits | null {
    return this.backend.lost;
  }

  async status() {
    const view = await this.backend.view("short", []);
    const { revision, entryCount, sizeBytes } = view.head;
    return { revision, entryCount, sizeBytes, ...(await view.status()) };
  }

  async configure(configuration: StoreConfiguration): Promise<void> {
    const { backend } = this;
    backend.assertOpen();
    const { autoSnapshotInterval } = backend.options;
    backend.configure(reconfigure(backend.options, configuration));
    if (backend.options.autoSnapshotInterval === autoSnapshotInterval) return;
    this.autoSnapshots?.stop();
    this.autoSnapshots = this.#startAutoSnapshots();
  }

  onChange(listener: (change: StoreChange) => void): () => void {
    this.backend.assertOpen();
    return this.backend.onCommit(listener);
  }

  async getText(key: string): Promise<JsonText | undefined> {
    const started = performance.now();
    const found = this.backend.text(toKey(key));
    const took = performance.now() - started;
    const text = await found;
    this.metering.loaded(took, text === undefined ? 0 : Buffer.byteLength(text));
    return text;
  }

  async read(key: Key, at: Moment = NOW): Promise<Entry | undefined> {
    return readEntry(this.backend, toKey(key), at);
  }

  async entries(at: Moment, range: KeyRange, limit: number, length?: number): Promise<Entry[]> {
    return readEntries(this.backend, at, range, limit, length);
  }

  async summaries(at: Moment, range: KeyRange, limit: number): Promise<EntrySummary[]> {
    return readSummaries(this.backend, at, range, limit);
  }

  async keys(at: Moment, range: KeyRange, limit: number): Promise<Key[]> {
    return readKeys(this.backend, at, range, limit);
  }

  async keysContaining(at: Moment, text: string, after: Key | undefined, limit: number): Promise<KeysFound> {
    return keysContaining(this.backend, at, text, after, limit);
  }

  async count(at: Moment): Promise<number> {
    return countAt(this.backend, at);
  }

  scan(at: Moment, options?: JobOptions): AsyncIterable<Entry> {
    return scan(this.backend, at, options, () => this.metering.failed());
  }

  async write(
    changes: readonly EntryChange[],
    options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> },
  ): Promise<Revision | null> {
    const { backend } = this;
    backend.assertWritable();
    const preparation = prepareChanges(changes);
    const revision = await backend.write(preparation.prepared, options);
    this.metering.saved(preparation.bytes);
    return revision;
  }

  async replace(
    source: AsyncIterable<EntryChange | readonly EntryChange[]> | Iterable<EntryChange>,
    options: WriteOptions & JobOptions & { readonly keep?: boolean | undefined },
  ): Promise<Revision | null> {
    const { backend } = this;
    backend.assertWritable();
    options.signal?.throwIfAborted();
    const { revision, sizeBytes } = await backend.replace(source, options);
    this.metering.saved(revision === null ? 0 : sizeBytes);
    return revision;
  }

  async snapshot(options: SnapshotOptions = {}): Promise<SnapshotMetadata> {
    this.backend.assertWritable();
    return this.backend.snapshot(checkSnapshotOptions(options));
  }

  async updateSnapshot(version: SnapshotVersion, update: SnapshotUpdate): Promise<SnapshotMetadata> {
    this.backend.assertWritable();
    return this.backend.updateSnapshot(version, checkUpdate(update));
  }

  async deleteSnapshots(
    versions: readonly SnapshotVersion[],
    { forGood = false }: { readonly forGood?: boolean | undefined } = {},
  ): Promise<void> {
    this.backend.assertWritable();
    await this.backend.deleteSnapshots(versions, forGood);
  }

  async deletedSnapshots(): Promise<DeletedSnapshot[]> {
    const view = await this.backend.view("short", []);
    return [...(await view.deletedSnapshots())];
  }

  async undeleteSnapshots(versions: readonly SnapshotVersion[]): Promise<SnapshotMetadata[]> {
    this.backend.assertWritable();
    return this.backend.undeleteSnapshots(versions);
  }

  async findSnapshot(version: string): Promise<SnapshotMetadata | undefined> {
    const view = await this.backend.view("short", []);
    return (await view.snapshots({ version }))[0];
  }

  async snapshotByTag(tag: string, latest: boolean): Promise<SnapshotMetadata | undefined> {
    const view = await this.backend.view("short", []);
    return (await view.snapshots({ tag, latest }))[0];
  }

  async tags(): Promise<{ readonly tag: string; readonly count: number }[]> {
    const view = await this.backend.view("short", []);
    return [...(await view.tags())];
  }

  async difference(from: Moment, to: Moment, options?: DifferenceOptions): Promise<KeyDifference[]> {
    return difference(this.backend, from, to, options);
  }

  async totals(from: Moment, to: Moment, options?: JobOptions): Promise<DifferenceTotals> {
    return differenceTotals(this.backend, from, to, options);
  }

  async restore(
    to: Moment,
    options: JobOptions & {
      readonly keys?: readonly Key[];
      readonly detail?: string | null;
      readonly message?: string | null | undefined;
    } = {},
  ): Promise<Revision | null> {
    this.backend.assertWritable();
    options.signal?.throwIfAborted();
    const { keys, detail = null, message = null, ...job } = options;
    const command = { keys: keys?.map(toKey) ?? null, detail, message };
    const revision = await this.backend.restore(to, command, job);
    this.metering.saved(0);
    return revision;
  }

  async undo(): Promise<UndoStep | null> {
    this.backend.assertWritable();
    return this.backend.undo();
  }

  async redo(): Promise<UndoStep | null> {
    this.backend.assertWritable();
    return this.backend.redo();
  }

  async revisions(options: {
    readonly before?: Revision;
    readonly limit: number;
  }): Promise<RevisionRecord[]> {
    return revisions(this.backend, options);
  }

  async history(
    key: Key,
    options: { readonly before?: Revision; readonly limit: number },
  ): Promise<KeyVersion[]> {
    return keyHistory(this.backend, toKey(key), options);
  }

  async activity(buckets: number, options?: JobOptions): Promise<ActivityBucket[]> {
    return activity(this.backend, buckets, options);
  }

  versions(options?: JobOptions): AsyncIterable<StoredVersion> {
    return everyVersion(this.backend, options, () => this.metering.failed());
  }

  async close(): Promise<void> {
    this.autoSnapshots?.stop();
    await this.backend.close();
  }

  onProblem(listener: (problem: Error) => void): () => void {
    this.backend.assertOpen();
    return this.#problems.listen(listener);
  }

  async verify(version?: SnapshotVersion, options?: JobOptions): Promise<VerifyReport> {
    return this.backend.upkeep.verify(version, options);
  }

  async prune(options: { readonly keepRevisions: number; readonly dryRun: boolean }): Promise<PruneReport> {
    if (options.dryRun) this.backend.assertOpen();
    else this.backend.assertWritable();
    return this.backend.prune(options.keepRevisions, options.dryRun);
  }

  async pack(options?: JobOptions): Promise<PackReport> {
    this.backend.assertWritable();
    return this.backend.upkeep.pack(options);
  }

  #startAutoSnapshots(): AutoSnapshots | null {
    const { backend } = this;
    const seconds = backend.options.autoSnapshotInterval;
    if (seconds === null || backend.readOnly !== null) return null;
    return new AutoSnapshots(backend, seconds, this.metering, this.#problems);
  }
}
