import type {
  DeletedSnapshot,
  Entry,
  EntrySummary,
  JsonText,
  Key,
  Moment,
  Revision,
  RevisionRecord,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  UndoStep,
} from "../../../shared/model/index.ts";
import type { CacheStats } from "../cache/valueCache.ts";
import type { Metering } from "../core/metering.ts";
import type { ProblemFeed } from "../core/problemFeed.ts";
import type { StoredText } from "../delta/storedText.ts";
import type { ResolvedOptions } from "../options.ts";
import type {
  EntryChange,
  JobOptions,
  JsonValue,
  KeyVersion,
  LostCommits,
  Metrics,
  PackReport,
  PruneReport,
  SnapshotUpdate,
  StoredVersion,
  StoreUpgrade,
  VerifyReport,
  WriteOptions,
} from "../persistence.ts";

/** A result, or a promise of it: a database in this process answers at once, one behind a network later. */
export type Awaitable<T> = T | Promise<T>;

/** Why a store is only read: that was asked for, or it can't be written to. */
export type ReadOnlyReason = "asked" | "not writable";

/**
 * Where one open store is kept. Everything above knows this and `ReadView` only.
 *
 * Reads are sets of rows and writes are whole commands, so that each is one round trip to a database behind a network: no
 * call is made for each key, and nothing is locked while a caller awaits something else. A command that rejects has changed
 * nothing.
 */
export interface Backend {
  /** A UUID made with the store. */
  readonly id: string;
  /** The folder or address of the store, as it is shown; null where it ends with the process. */
  readonly location: string | null;
  readonly readOnly: ReadOnlyReason | null;
  /** Commits that were acknowledged and are gone; null when none are. */
  readonly lost: LostCommits | null;
  /** What was done to a store of an earlier format at this opening; null to one of the present format. */
  readonly upgraded: StoreUpgrade | null;
  readonly closed: boolean;
  readonly options: ResolvedOptions;
  readonly upkeep: Upkeep;
  /** Comparisons that are kept; none where `comparison` always gives undefined. */
  readonly comparisons: Comparisons;

  /** @throws {StoreClosedError} */
  assertOpen(): void;
  /** @throws {StoreClosedError | ReadOnlyError} */
  assertWritable(): void;
  /** Uses these options from now on. They have been checked. */
  configure(options: ResolvedOptions): void;

  /**
   * One consistent view, which sees every command that was called before (rule W7). A short one may be notified during
   * the read that its revision is no longer kept, if writes and a prune came in between; a long one never is.
   *
   * @param moments Those that are to be read: `view.at` has the revision of each.
   * @throws {SnapshotNotFoundError | NotFoundError} if there is no such moment, or nothing retains it.
   */
  view(use: "short" | "long", moments: readonly Moment[]): Awaitable<ReadView>;
  /** The present text of one key: the shortest way to it. */
  text(key: Key): Awaitable<JsonText | undefined>;
  /** The same with the revision that wrote it. */
  entry(key: Key): Awaitable<Entry | undefined>;
  /** The present value of one key, parsed, for its caller alone; it may come from a cache that no commit outdates. */
  value(key: Key): Awaitable<JsonValue | undefined>;

  /**
   * Applies these changes as one revision; null when none of them changes anything.
   *
   * @throws {ConflictError} if a key is not at the expected revision.
   */
  write(changes: PreparedChanges, command: WriteCommand): Promise<Revision | null>;
  /** Makes the state exactly what the source gives; with `keep`, what it does not name stays. */
  replace(source: Source, command: ReplaceCommand): Promise<Replaced>;
  /** Makes the state, or these keys of it, what it was at a moment; null when it is that already. */
  restore(to: Moment, command: RestoreCommand, job?: JobOptions): Promise<Revision | null>;
  undo(): Promise<UndoStep | null>;
  redo(): Promise<UndoStep | null>;

  /** Names the present, or an earlier revision. */
  snapshot(snapshot: NewSnapshot): Promise<SnapshotMetadata>;
  /** The same; null, and nothing is made, when the latest snapshot names the present. */
  snapshotIfChanged(snapshot: NewSnapshot): Promise<SnapshotMetadata | null>;
  updateSnapshot(version: SnapshotVersion, update: SnapshotUpdate): Promise<SnapshotMetadata>;
  /** All or none. Until the next prune they can be restored, unless they are deleted `forGood`. */
  deleteSnapshots(versions: readonly SnapshotVersion[], forGood: boolean): Promise<void>;
  undeleteSnapshots(versions: readonly SnapshotVersion[]): Promise<SnapshotMetadata[]>;
  /** Drops what no snapshot and none of the newest revisions can see. */
  prune(keepRevisions: number, dryRun: boolean): Promise<PruneReport>;

  /** Calls back after each commit, of this process or another, until the returned function is called. */
  onCommit(listener: (change: StoreChange) => void): () => void;
  /** Ends after every command under way. */
  close(): Promise<void>;
}

/** Reports besides the results of calls: their times, and failures without a caller. */
export interface Notices {
  readonly metering: Metering;
  readonly problems: ProblemFeed;
}

/** A large text that was encoded and hashed before the transaction. */
export interface PreparedText {
  readonly bytes: Buffer;
  /** As `digestOf` gives it. */
  readonly digest: string;
}

/** A change that was checked, its text encoded and hashed where it is large. */
export interface PreparedChange extends EntryChange {
  readonly prepared?: PreparedText;
}

/** The last change of each key, checked. */
export interface PreparedChanges {
  readonly changes: ReadonlyMap<Key, PreparedChange>;
  /** Only once this has resolved are the changes there; the command keeps its place in line meanwhile. */
  readonly ready?: Promise<void> | undefined;
}

export interface WriteCommand extends WriteOptions {
  /** The revision that each of these keys has to be at; null where it must not exist. */
  readonly expected?: ReadonlyMap<Key, Revision | null> | undefined;
}

/** What a replacement reads from: some changes at a time, or one. Those of a source that is not `exact` are to be checked. */
export type Source = AsyncIterable<EntryChange | readonly EntryChange[]> | Iterable<EntryChange>;

export interface ReplaceCommand extends WriteOptions, JobOptions {
  readonly keep?: boolean | undefined;
}

export interface Replaced {
  /** Null when nothing differed. */
  readonly revision: Revision | null;
  /** UTF-8 bytes of all values' texts afterwards. */
  readonly sizeBytes: number;
}

export interface RestoreCommand {
  /** Null for all of them. */
  readonly keys: readonly Key[] | null;
  readonly detail: string | null;
  readonly message: string | null;
}

/** A snapshot to be made, its options checked. */
export interface NewSnapshot {
  readonly tags: readonly string[];
  readonly description: string | null;
  /** JSON object. */
  readonly userInfo: string;
  /** The version of its base, or `"latest"`; null for a full one. */
  readonly base: string | null;
  /** The revision it names; the present one when absent. */
  readonly revision?: Revision;
  /** Milliseconds since 1970-01-01 UTC; now when absent. */
  readonly createdAt?: number;
  /** The name it had elsewhere; a new one when absent. */
  readonly version?: SnapshotVersion;
  readonly pinned?: boolean;
  readonly pinReason?: string | null;
  readonly beyondLimit?: boolean;
}

/** What a view says of the newest revision that it sees. */
export interface ViewHead {
  readonly revision: Revision;
  readonly entryCount: number;
  /** UTF-8 bytes of all values' texts. */
  readonly sizeBytes: number;
}

/** A range of keys in their order (rule V7), open at its end where `before` is null; or these keys, once each, in order. */
export type Selection =
  | { readonly from: string; readonly before: string | null }
  | { readonly keys: readonly Key[] };

/** Sets of rows of one moment or another. A long view is to be closed; a short one holds nothing open. */
export interface ReadView {
  readonly head: ViewHead;
  /** The revisions of the moments that the view was opened for. */
  readonly at: readonly Revision[];
  close(): void;

  /** How many entries there were, and how large they were. */
  sizeAt(at: Revision): Awaitable<{ readonly entryCount: number; readonly sizeBytes: number }>;
  /** Whether the whole state is at most this large and quickly read. */
  isSmall(at: Revision, bytes: number): Awaitable<boolean>;
  keys(at: Revision, selection: Selection, limit: number): Awaitable<readonly Key[]>;
  /** @param length UTF-16 units of values after which the page ends, however few they are. */
  entries(at: Revision, selection: Selection, limit: number, length?: number): Awaitable<readonly Entry[]>;
  summaries(at: Revision, selection: Selection, limit: number): Awaitable<readonly EntrySummary[]>;
  /**
   * Of the next `limit` keys, those that may contain a text without regard to case, for the caller to look at; and the last of
   * all that were looked at, null when there are no further ones.
   */
  keysLike(
    at: Revision,
    from: string,
    limit: number,
    text: string,
  ): Awaitable<{ readonly keys: readonly Key[]; readonly last: Key | null }>;
  /** The keys that differ between two revisions. */
  changes(question: ChangesQuestion): ChangesWalk;

  /** Every retained version of one key before a revision, newest first; where it was absent, that too. */
  versions(key: Key, before: Revision, limit: number): Awaitable<readonly KeyVersion[]>;
  /** Every value that is kept, in the order of keys and of each key the newest first, after one of them. */
  everyVersion(
    after: VersionPlace | null,
    limit: number,
    length: number,
  ): Awaitable<readonly StoredVersion[]>;
  /** Revisions that can be read, newest first, before one of them. */
  revisions(before: Revision, limit: number): Awaitable<readonly RevisionRecord[]>;
  /** The first revision from which on every one is kept. */
  floor(): Awaitable<Revision>;
  /** The revisions from one on, before another, added up. */
  activity(from: Revision, before: Revision): Awaitable<ActivitySum>;
  status(): Awaitable<{
    readonly snapshotCount: number;
    readonly latestSnapshot: SnapshotMetadata | null;
    readonly undo: UndoStep | null;
    readonly redo: UndoStep | null;
  }>;

  /** Newest first. */
  snapshots(query?: SnapshotQuery): Awaitable<readonly SnapshotMetadata[]>;
  deletedSnapshots(): Awaitable<readonly DeletedSnapshot[]>;
  /** Tags in use with how many snapshots carry each, most used first. */
  tags(): Awaitable<readonly { readonly tag: string; readonly count: number }[]>;
}

export type SnapshotQuery =
  | { readonly version: string }
  /** The newest or the oldest that carries the tag. */
  | { readonly tag: string; readonly latest: boolean };

export interface VersionPlace {
  readonly key: Key;
  /** Null for the present value. */
  readonly until: Revision | null;
}

/** Some successive revisions, added up. */
export interface ActivitySum {
  readonly revisions: number;
  readonly touched: number;
  /** The first and the last of them; null when there are none. */
  readonly ends: { readonly first: RevisionEnd; readonly last: RevisionEnd } | null;
  /** The first revision after them; null when there is none. */
  readonly next: Revision | null;
}

export interface RevisionEnd {
  readonly revision: Revision;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly entryCount: number;
  readonly sizeBytes: number;
}

export interface ChangesQuestion {
  readonly from: Revision;
  readonly to: Revision;
  /** Only these keys, in order; null for all. */
  readonly keys: readonly Key[] | null;
  /** Whether values that are equal and only written otherwise count as changed. */
  readonly exact: boolean;
  /** With more keys than this to look at, nothing is visited and the answer is `tooMany`. Default: no limit. */
  readonly most?: number;
}

/** One key that differs, with both of its values; null where it did not exist. */
export interface ChangedKey {
  readonly key: Key;
  readonly kind: "added" | "removed" | "changed";
  readonly before: ChangedValue | null;
  readonly after: ChangedValue | null;
}

/** One value of a key that differs. What is not asked of it before the next key is visited is gone. */
export interface ChangedValue {
  readonly since: Revision;
  readonly stored: StoredText;
}

/** A walk over the keys that differ, in key order. */
export interface ChangesWalk {
  /**
   * Visits them, until all were visited or `isDue` says, between two keys, that it is time for a pause: then it goes on
   * with the next call.
   */
  next(visit: (changed: ChangedKey) => void, isDue?: () => boolean): Awaitable<"all" | "paused" | "tooMany">;
}

/** What keeps a store sound and small, by the means of where it is kept. */
export interface Upkeep {
  /** Recomputes checksums of one snapshot, or of everything. */
  verify(version: SnapshotVersion | undefined, options?: JobOptions): Promise<VerifyReport>;
  /** Applies the delta strategy to superseded values. */
  pack(options?: JobOptions): Promise<PackReport>;
  figures(): Awaitable<Figures>;
}

/** What is counted of a store's contents, and of its cache. */
export interface Figures {
  readonly snapshotCount: number;
  readonly cache: CacheStats;
  readonly delta: Metrics["delta"];
  readonly deltaChain: Metrics["deltaChain"];
}

/** Comparisons of two states by their checksums, as they are kept. */
export interface Comparisons {
  comparison(checksums: readonly [string, string], variant: string): string | undefined;
  keepComparison(checksums: readonly [string, string], variant: string, comparison: string): void;
}
