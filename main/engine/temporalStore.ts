import { minify } from "../../shared/json/index.ts";
import type {
  DifferenceTotals,
  Entry,
  EntrySummary,
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
import { comparePages, difference, differenceTotals } from "./compare/difference.ts";
import type { StoreCore } from "./core/core.ts";
import type { LostRevisions } from "./core/lostRevisions.ts";
import { Slices } from "./core/slices.ts";
import { InvalidOptionError, InvalidValueError, SnapshotNotFoundError } from "./errors.ts";
import { keyHistory, revisions } from "./history/records.ts";
import { toKey } from "./key.ts";
import type {
  EntryChange,
  JobOptions,
  KeyRange,
  KeyVersion,
  PackReport,
  PruneReport,
  SnapshotOptions,
  SnapshotUpdate,
  TemporalStore,
  VerifyReport,
  WriteOptions,
} from "./persistence.ts";
import { revisionAt } from "./read/moment.ts";
import { countAt, readEntries, readEntry, readKeys, readSummaries } from "./read/pages.ts";
import { scan } from "./read/scan.ts";
import { checkSnapshotOptions, createSnapshot } from "./snapshots/create.ts";
import { deleteSnapshots } from "./snapshots/delete.ts";
import { toMetadata } from "./snapshots/metadata.ts";
import { checkUpdate, updateSnapshot } from "./snapshots/update.ts";
import { OPERATIONS } from "./storage/schema.ts";
import { replaceAll } from "./write/replace.ts";
import { isSmall, type RestorePlan, restoreAtOnce, restoreInSlices, restoreKeys } from "./write/restore.ts";
import { redoPlan, redoStep, type UndoPlan, undoPlan, undoStep } from "./write/undo.ts";
import { writeChanges } from "./write/writeChanges.ts";

/** Everything beyond the manual: each call checks its arguments, and leaves the work to the module it is named after. */
export class TemporalEngine implements TemporalStore {
  protected readonly core: StoreCore;

  constructor(core: StoreCore) {
    this.core = core;
  }

  get path(): string | null {
    return this.core.path;
  }

  get id(): string {
    return this.core.id;
  }

  get lostRevisions(): LostRevisions | null {
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

  onChange(listener: (change: StoreChange) => void): () => void {
    this.core.assertOpen();
    return this.core.changes.listen(listener);
  }

  async read(key: Key, at: Moment = NOW): Promise<Entry | undefined> {
    return readEntry(this.core, toKey(key), at);
  }

  async entries(at: Moment, range: KeyRange, limit: number): Promise<Entry[]> {
    return readEntries(this.core, at, range, limit);
  }

  async summaries(at: Moment, range: KeyRange, limit: number): Promise<EntrySummary[]> {
    return readSummaries(this.core, at, range, limit);
  }

  async keys(at: Moment, range: KeyRange, limit: number): Promise<Key[]> {
    return readKeys(this.core, at, range, limit);
  }

  async count(at: Moment): Promise<number> {
    return countAt(this.core, at);
  }

  scan(at: Moment, options?: JobOptions): AsyncIterable<Entry> {
    return scan(this.core, at, options);
  }

  async write(
    changes: readonly EntryChange[],
    options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> },
  ): Promise<Revision | null> {
    const { core } = this;
    core.assertOpen();
    checkLabel(options);
    const started = performance.now();
    let bytes = 0;
    // The last of several changes of one key is the one that counts.
    const checked = new Map<Key, EntryChange>();
    for (const { key, text } of changes) {
      const change = { key: toKey(key), text: text === null ? null : checkText(key, text) };
      if (change.text !== null) bytes += Buffer.byteLength(change.text);
      checked.set(change.key, change);
    }
    const revision =
      checked.size <= MOST_AT_ONCE
        ? await core.queue.submit(() => writeChanges(core, checked.values(), options))
        : await core.queue.submitLong(async () => {
            if (options.expected !== undefined) assertExpected(core, options.expected);
            return replaceAll(core, checked.values(), { ...options, keep: true });
          });
    core.metering.saved(started, bytes);
    return revision;
  }

  async replace(
    source: AsyncIterable<EntryChange> | Iterable<EntryChange>,
    options: WriteOptions & JobOptions & { readonly keep?: boolean | undefined },
  ): Promise<Revision | null> {
    const { core } = this;
    core.assertOpen();
    checkLabel(options);
    options.signal?.throwIfAborted();
    const started = performance.now();
    const revision = await core.queue.submitLong(() => replaceAll(core, source, options));
    core.metering.saved(started, revision === null ? 0 : core.present.sizeBytes);
    return revision;
  }

  async snapshot(options: SnapshotOptions = {}): Promise<SnapshotMetadata> {
    const { core } = this;
    core.assertOpen();
    const checked = checkSnapshotOptions(options);
    const { base } = options;
    if (base === undefined) return core.queue.submit(() => createSnapshot(core, { ...checked, base: null }));
    return core.queue.submitLong(async () => {
      const row = base === "latest" ? core.own.latestSnapshot.get() : core.own.snapshot.get(base);
      if (row === undefined) {
        if (base !== "latest") throw new SnapshotNotFoundError(base);
        return createSnapshot(core, { ...checked, base: null });
      }
      const slices = new Slices();
      let deltaSize = 0;
      for (const page of comparePages(core.own, row.revision, core.head.revision)) {
        for (const _ of page) deltaSize += 1;
        if (slices.due) await slices.pause(deltaSize, null);
      }
      const { version } = toMetadata(row);
      return createSnapshot(core, { ...checked, base: { version, deltaSize } });
    });
  }

  async updateSnapshot(version: SnapshotVersion, update: SnapshotUpdate): Promise<SnapshotMetadata> {
    this.core.assertOpen();
    const checked = checkUpdate(update);
    return this.core.queue.submit(() => updateSnapshot(this.core, version, checked));
  }

  async deleteSnapshots(versions: readonly SnapshotVersion[]): Promise<void> {
    this.core.assertOpen();
    await this.core.queue.submit(() => deleteSnapshots(this.core, versions));
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

  async difference(from: Moment, to: Moment, options?: JobOptions): Promise<KeyDifference[]> {
    return difference(this.core, from, to, options);
  }

  async totals(from: Moment, to: Moment, options?: JobOptions): Promise<DifferenceTotals> {
    return differenceTotals(this.core, from, to, options);
  }

  async restore(
    to: Moment,
    options: JobOptions & { readonly keys?: readonly Key[]; readonly detail?: string | null } = {},
  ): Promise<Revision | null> {
    const { core } = this;
    core.assertOpen();
    options.signal?.throwIfAborted();
    const started = performance.now();
    const { detail = null } = options;
    const keys = options.keys?.map(toKey);
    const plan = (): RestorePlan => {
      const { head } = core;
      const revision = revisionAt(core, core.own, head, to);
      return {
        to: revision,
        touchedAfter: revision,
        touchedUpTo: head.revision,
        label: { operation: "restore", detail },
      };
    };
    const small = await core.queue.submit(() => {
      core.settle();
      const { to: revision, label, ...rest } = plan();
      if (keys !== undefined || !isSmall(core, rest)) return undefined;
      return { revision: restoreAtOnce(core, { to: revision, label, ...rest }) };
    });
    const revision = small
      ? small.revision
      : await core.queue.submitLong(() => {
          const { to: target, label, ...rest } = plan();
          return keys === undefined
            ? restoreInSlices(core, { to: target, label, ...rest }, options)
            : restoreKeys(core, keys, target, label, options);
        });
    core.metering.saved(started, 0);
    return revision;
  }

  undo(): Promise<UndoStep | null> {
    return this.#step(undoPlan);
  }

  redo(): Promise<UndoStep | null> {
    return this.#step(redoPlan);
  }

  async #step(planOf: typeof undoPlan): Promise<UndoStep | null> {
    const { core } = this;
    core.assertOpen();
    const settled = (): UndoPlan | null => {
      core.settle();
      return planOf(core, core.own, core.head);
    };
    const small = await core.queue.submit(() => {
      const found = settled();
      if (found === null) return { step: null };
      if (!isSmall(core, found.plan)) return undefined;
      restoreAtOnce(core, found.plan);
      return { step: found.step };
    });
    if (small !== undefined) return small.step;
    return core.queue.submitLong(async () => {
      const found = settled();
      if (found === null) return null;
      await restoreInSlices(core, found.plan);
      return found.step;
    });
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

  async close(): Promise<void> {
    await this.core.close();
  }

  verify(_version?: SnapshotVersion, _options?: JobOptions): Promise<VerifyReport> {
    throw new Error("not yet");
  }

  prune(_options: { readonly keepRevisions: number; readonly dryRun: boolean }): Promise<PruneReport> {
    throw new Error("not yet");
  }

  pack(_options?: JobOptions): Promise<PackReport> {
    throw new Error("not yet");
  }
}

/** Up to this many changes are written in one go. */
const MOST_AT_ONCE = 500;

function assertExpected(core: StoreCore, expected: ReadonlyMap<Key, Revision | null>): void {
  writeChanges(core, [], { operation: "set", expected });
}

function checkLabel({ operation }: WriteOptions): void {
  if (!OPERATIONS.includes(operation)) {
    throw new InvalidOptionError(
      `Expected the operation to be one of ${OPERATIONS.join(", ")}, found ${operation}.`,
    );
  }
}

function checkText(key: Key, text: unknown) {
  if (typeof text !== "string") {
    throw new InvalidValueError(
      `Expected the value of ${JSON.stringify(key)} to be JSON text, found ${typeof text}.`,
      {
        key,
      },
    );
  }
  try {
    return minify(text);
  } catch (error) {
    const { message, pointer, line, column } = error as Error & {
      readonly pointer?: string;
      readonly line?: number;
      readonly column?: number;
    };
    throw new InvalidValueError(
      `The value of ${JSON.stringify(key)} is not JSON: ${message}. Nothing was written.`,
      {
        key,
        pointer,
        line,
        column,
        cause: error,
      },
    );
  }
}
