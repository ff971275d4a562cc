import type {
  DeletedSnapshot,
  DifferenceTotals,
  Entry,
  EntrySummary,
  JsonText,
  Key,
  KeyDifference,
  Operation,
  Revision,
  RevisionRecord,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  UndoStep,
} from "../../shared/model/index.ts";
import type { DataIntegrityError } from "./errors.ts";

/** A JavaScript value that JSON can say (rule V1). */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };

/** The state of a store as plain data. Its prototype is null, so that a key `__proto__` is a key like any other. */
export type JsonState = { [key: string]: JsonValue };

/**
 * The calls that keep data, name it and bring it back, by the rules in SPEC.md. Each rejects with a `PersistenceError`:
 * with an `InvalidOptionError` for a wrong argument, a `StoreClosedError` once the store is closed, a `StorageError` when the
 * disk or the system refuses. A call that rejects has changed nothing.
 */
export interface ManualPersistence {
  /**
   * Replaces the whole state by the members of an object, as one revision. Only keys that differ are written.
   *
   * @returns An id of this call, a UUID.
   * @throws {InvalidValueError} that names the key and the place of what JSON can't say.
   */
  save(data: object): Promise<string>;
  /** The whole state, parsed. Changing it changes nothing in the store. */
  load(): Promise<JsonState>;
  /** The value of a key, parsed; undefined, or the default, where there is no such key. `null` is a value. */
  get<T = unknown>(key: string): Promise<T | undefined>;
  get<T>(key: string, defaultValue: T): Promise<T>;
  /**
   * Writes one value, on disk when this resolves (see `durability`). A value equal to what is there makes no revision.
   *
   * @throws {InvalidValueError} that names the key and the place of what JSON can't say.
   */
  set(key: string, value: unknown): Promise<void>;
  /** Removes a key. @returns Whether it was there. */
  delete(key: string): Promise<boolean>;
  /** Removes every key, as one revision. Snapshots stay, and `undo` takes it back. */
  clear(): Promise<void>;
  /**
   * Names the present state. It costs the same whatever the size of the store.
   *
   * @returns Its version, `v<unix seconds>-<8 hex digits>`.
   */
  createSnapshot(tag?: string | null, description?: string | null): Promise<SnapshotVersion>;
  /**
   * Names the present state as a change against another snapshot, by default the latest.
   *
   * @throws {SnapshotNotFoundError} if there is no such base.
   */
  createDeltaSnapshot(
    baseVersion?: string | null,
    tag?: string | null,
    description?: string | null,
  ): Promise<SnapshotVersion>;
  /**
   * Makes the state that of a snapshot, as one revision that writes only what differs, and gives it, parsed.
   *
   * @throws {SnapshotNotFoundError}
   */
  restoreSnapshot(version: string): Promise<JsonState>;
  /**
   * The same by a tag.
   *
   * @param latest The newest snapshot that carries the tag (default), else the oldest.
   * @throws {SnapshotNotFoundError} if none carries it.
   */
  restoreSnapshotByTag(tag: string, latest?: boolean): Promise<JsonState>;
  /** What is known of every snapshot, oldest first. */
  listSnapshots(): Promise<SnapshotMetadata[]>;
  /** The state of a snapshot, parsed, without restoring it. @throws {SnapshotNotFoundError} */
  getSnapshotData(version: string): Promise<JsonState>;
  /** What differs from the first snapshot to the second; either may be the later one. @throws {SnapshotNotFoundError} */
  compareSnapshots(version1: string, version2: string): Promise<SnapshotComparison>;
  /** Counts, bytes and seconds since this store was opened by this process. */
  getMetrics(): Promise<Metrics>;
  /** Writes the state and its snapshots' metadata to a JSON file, whole or not at all. @returns The path. */
  exportData(path: string): Promise<string>;
  /**
   * Replaces the state by the `data` of a file that `exportData` wrote, makes a snapshot tagged `import`, and gives the state.
   *
   * @throws {ImportError} that names the file, and line and column where they are known.
   */
  importData(path: string): Promise<JsonState>;
  /** Makes a last snapshot, tagged `cleanup`, if something changed since the last one, and closes the store. */
  cleanup(): Promise<void>;
}

/** What `compareSnapshots` gives (rule N9). */
export interface SnapshotComparison {
  readonly version1: SnapshotVersion;
  readonly version2: SnapshotVersion;
  /** ISO 8601, UTC. */
  readonly timestamp1: string;
  readonly timestamp2: string;
  /** Seconds from the first to the second by their clocks; negative when the first is the later one. */
  readonly timeDifferenceSeconds: number;
  readonly deltaInfo: {
    /** Every added or modified key with its value in the second snapshot. */
    readonly changes: JsonState;
    readonly removedKeys: readonly string[];
    readonly addedKeys: readonly string[];
    readonly modifiedKeys: readonly string[];
    readonly strategy: string;
    /** UTF-8 bytes of the values of `changes`. */
    readonly originalSize: number;
    /** Bytes that the same values take under the store's delta strategy. */
    readonly compressedSize: number;
    /** `originalSize / compressedSize`; 1 when nothing differs. */
    readonly compressionRatio: number;
  };
  readonly isDifferent: boolean;
  readonly metadata1: SnapshotMetadata;
  readonly metadata2: SnapshotMetadata;
}

/** What `getMetrics` gives (rules S1, F22). Bytes, seconds. */
export interface Metrics {
  readonly saveCount: number;
  readonly loadCount: number;
  /** Public calls that failed, each once, and automatic snapshots that did. */
  readonly errorCount: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly cacheHitRatio: number;
  readonly totalBytesSaved: number;
  readonly totalBytesLoaded: number;
  /** What writes took in their transactions, without waiting for their turn; those that shared one share its time. */
  readonly totalSaveTime: number;
  /** What reading and parsing took, without what the reads waited for. */
  readonly totalLoadTime: number;
  readonly totalOperationTime: number;
  readonly averageSaveTime: number;
  readonly averageLoadTime: number;
  readonly snapshotCount: number;
  readonly cache: Readonly<Record<string, number | string>>;
  readonly delta: Readonly<Record<string, number | string>>;
  readonly deltaChain: Readonly<Record<string, number>>;
}

/** A moment as callers name it. `snapshot` takes a version, `revision` a number from 0 on. */
export type MomentInput =
  | { readonly kind: "now" }
  | { readonly kind: "snapshot"; readonly version: string }
  | { readonly kind: "revision"; readonly revision: number };

/** One change of a batch as callers give it: a key and JSON text. `text: null` deletes the key. */
export interface EntryInput {
  readonly key: string;
  readonly text: string | null;
}

/** How a long job is watched and stopped. */
export interface JobOptions {
  /** Stops the job at its next slice; nothing it did stays. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called at most ten times a second with how much is done. `total` is null while it is not known. */
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
  /** Awaited between two slices: whatever is more urgent than the job goes first. */
  readonly giveWay?: (() => Promise<void>) | undefined;
}

export interface DifferenceOptions extends JobOptions {
  /** Compares these keys only; the cost then follows how many they are. */
  readonly keys?: readonly string[] | undefined;
  /** Takes each difference as it is found; the call then gives an empty list. */
  readonly onFound?: ((difference: KeyDifference) => void) | undefined;
  /** Whether values count as changed also when they are equal and only written otherwise, as 0 and -0 are. */
  readonly exact?: boolean | undefined;
}

/** One change of a batch. `text: null` deletes the key. */
export interface EntryChange {
  readonly key: Key;
  readonly text: JsonText | null;
}

export interface WriteOptions {
  readonly operation: Operation;
  readonly detail?: string | null;
  /** When it happened, in milliseconds since 1970-01-01 UTC, for history that comes from elsewhere; default now. */
  readonly at?: number | undefined;
  /** Who made it: the store's `author` when absent; null where that is not known, for history that comes from elsewhere. */
  readonly author?: string | null | undefined;
  /** What the author says about it; it is shown with the revision. */
  readonly message?: string | null | undefined;
  /** Also writes a value that is there already in other words, `1.0` for `1`: for what has to come back to the byte. */
  readonly exact?: boolean | undefined;
}

/** What a look at some keys in their order found. */
export interface KeysFound {
  readonly keys: Key[];
  /** The last key looked at, to go on after; null when there are no further ones. */
  readonly last: Key | null;
}

/** What a range of keys is. All bounds are optional; order is by UTF-8 bytes (rule V7). */
export interface KeyRange {
  /** Keys strictly after this one. */
  readonly after?: string | undefined;
  /** Keys from this one on. */
  readonly from?: string | undefined;
  /** Keys strictly before this one. */
  readonly before?: string | undefined;
  /** Of those, only the ones that are among these. */
  readonly among?: readonly string[] | undefined;
}

export interface SnapshotOptions {
  readonly tags?: readonly string[];
  readonly description?: string | null;
  readonly userInfo?: Readonly<Record<string, unknown>>;
  /** `"latest"` takes the latest snapshot as the base; a missing one makes a full snapshot (rule N3). */
  readonly base?: string;
  readonly pinned?: boolean | undefined;
  readonly pinReason?: string | null | undefined;
  /** For a snapshot that comes from elsewhere with its name; one that is taken already is refused. */
  readonly version?: SnapshotVersion | undefined;
  /** For a snapshot that comes from elsewhere: ISO 8601, UTC; default now. */
  readonly createdAt?: string | undefined;
  /** Deletes no older snapshot for it, even beyond `maxSnapshots`: a history that is taken over must not push out another. */
  readonly beyondLimit?: boolean | undefined;
}

/** What may be changed of a snapshot later. Absent members stay. */
export interface SnapshotUpdate {
  readonly tags?: readonly string[];
  readonly description?: string | null;
  readonly pinned?: boolean;
  readonly pinReason?: string | null;
}

/** One version of one key. `text` is null where the key was deleted or absent. */
export interface KeyVersion {
  readonly text: JsonText | null;
  readonly revision: RevisionRecord;
  /** The revision that replaced this version; null for the present one. */
  readonly until: Revision | null;
  /** Where the key came with this version: the one key that went in the same revision and had the same text (rule F21). */
  readonly renamedFrom?: Key;
}

/** One value that is kept. */
export interface StoredVersion extends Entry {
  /** The revision that replaced it or took it out; null while it is the present. */
  readonly until: Revision | null;
}

/** Some successive revisions, added up. Times are milliseconds since 1970-01-01 UTC. */
export interface ActivityBucket {
  readonly from: Revision;
  readonly to: Revision;
  readonly fromAt: number;
  readonly toAt: number;
  readonly revisions: number;
  readonly touched: number;
  /** After the last of them. */
  readonly entryCount: number;
  /** UTF-8 bytes of all values' texts, after the last of them. */
  readonly sizeBytes: number;
}

/** What a prune drops, or would drop (rule H4). */
export interface PruneReport {
  readonly snapshots: readonly SnapshotVersion[];
  /** Snapshots that were deleted before and cannot be restored any more. */
  readonly deletedSnapshots: readonly SnapshotVersion[];
  readonly revisions: number;
  /** Superseded values that nothing retained can see. */
  readonly values: number;
  /** The keys that exist in no retained moment afterwards, at most 1 000 of them. */
  readonly unrecoverableKeys: readonly Key[];
  readonly unrecoverableKeyCount: number;
  readonly bytes: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checkedValues: number;
  /** Where damage was found: keys and, for a superseded value, the revision it was written at. */
  readonly damaged: readonly { readonly key: Key; readonly since: Revision; readonly reason: string }[];
  /** The states whose checksum is not the recorded one: versions of snapshots, `the present`, and `revision <number>`. */
  readonly states: readonly string[];
  /** Parts of the store that contradict each other, in words: they are of different moments. */
  readonly contradictions: readonly string[];
  /** Commits that were acknowledged and are gone, because SQLite's log was damaged. */
  readonly lost: LostCommits | null;
  /** All of that as the error that says it; null when nothing is wrong. */
  readonly error: DataIntegrityError | null;
}

/** Commits that were acknowledged and are no longer in the store (rule I5). At least one kind of them is not null. */
export interface LostCommits {
  readonly revisions: { readonly from: Revision; readonly to: Revision } | null;
  /** Each time that snapshots are made, changed or deleted has a number of its own. */
  readonly snapshotChanges: { readonly from: number; readonly to: number } | null;
  /** When that was noticed: ISO 8601, UTC. */
  readonly noticedAt: string;
}

/** A store was brought from one format to another, and kept as it was (rule I8). */
export interface StoreUpgrade {
  readonly from: number;
  readonly to: number;
  /** The file that holds the store as it was: a whole store of its own. Delete it once you don't need it. */
  readonly copy: string;
}

export interface PackReport {
  readonly values: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * What Strata adds to the manual: texts instead of parsed values, any moment instead of snapshots only, ranges
 * instead of whole states, history, undo, tags, and jobs that report progress and can be stopped.
 */
export interface TemporalStore {
  /** The directory that the store is kept in; null for one in memory. */
  readonly path: string | null;
  /** A UUID made with the store, kept in it. */
  readonly id: string;

  /**
   * Closes the store as it is, without the snapshot that `cleanup` makes, after every call under way has ended. Further
   * calls reject with `StoreClosedError`; another `close` does nothing.
   */
  close(): Promise<void>;

  /** Commits that a damaged log lost; null when none were. It is told at every opening. */
  readonly lostCommits: LostCommits | null;
  /** What this opening did to a store of an earlier format; null to one of the present format (rule I8). */
  readonly upgraded: StoreUpgrade | null;
  /** Why this store is only read, from a copy of it as it was when it was opened; null where it can be written to. */
  readonly readOnly: "asked" | "not writable" | null;

  /** The current revision, counts and sizes, in constant time. */
  status(): Promise<{
    readonly revision: Revision;
    readonly entryCount: number;
    readonly sizeBytes: number;
    readonly snapshotCount: number;
    readonly latestSnapshot: SnapshotMetadata | null;
    readonly undo: UndoStep | null;
    readonly redo: UndoStep | null;
  }>;

  /**
   * Changes how this open store goes on, at once and for this process: nothing of it is kept in the store. Fewer
   * snapshots are kept from the next one on, another delta strategy applies from the next pack on.
   *
   * @throws {InvalidOptionError} and changes nothing, if there is no such option, or it can't have this value.
   */
  configure(configuration: StoreConfiguration): Promise<void>;

  /** Calls back after each commit, of this process or another, until the returned function is called. */
  onChange(listener: (change: StoreChange) => void): () => void;

  /** Calls back when something fails that nobody called, such as an automatic snapshot. It is tried again by itself. */
  onProblem(listener: (problem: Error) => void): () => void;

  /** The value's text as it is stored, exact to the byte; undefined when there is none. */
  getText(key: string): Promise<JsonText | undefined>;
  /** The entry as it was at that moment, or undefined. */
  read(key: string, at?: MomentInput): Promise<Entry | undefined>;
  /** Entries in key order, whole values; at most `limit`, and none after those that reach `length` UTF-16 units. */
  entries(at: MomentInput, range: KeyRange, limit: number, length?: number): Promise<Entry[]>;
  /** Like `entries`, with previews in place of values. */
  summaries(at: MomentInput, range: KeyRange, limit: number): Promise<EntrySummary[]>;
  /** Keys in key order; at most `limit`. Far cheaper than entries. */
  keys(at: MomentInput, range: KeyRange, limit: number): Promise<Key[]>;
  /** Of the next `limit` keys, those that contain a text, without regard to case. Cheaper still. */
  keysContaining(at: MomentInput, text: string, after: string | undefined, limit: number): Promise<KeysFound>;
  /** How many keys there were at that moment, in constant time. */
  count(at: MomentInput): Promise<number>;
  /** Every entry of one moment in key order, a consistent view however long it takes. */
  scan(at: MomentInput, options?: JobOptions): AsyncIterable<Entry>;

  /**
   * Writes these changes as one revision. Values structurally equal to what is there are left out; null when
   * nothing is left. `expected` refuses the write with a `ConflictError` if a touched key's `since` is another one
   * (null: the key must not exist).
   */
  write(
    changes: readonly EntryInput[],
    options: WriteOptions & { readonly expected?: ReadonlyMap<string, number | null> },
  ): Promise<Revision | null>;
  /**
   * Makes the state exactly what the source gives, as one revision, however large; null when nothing differed. With
   * `keep` the keys that the source does not name stay as they are. An asynchronous source may give several at once,
   * which is faster. A source that throws leaves the store unchanged, and its error is what this rejects with.
   */
  replace(
    source: AsyncIterable<EntryInput | readonly EntryInput[]> | Iterable<EntryInput>,
    options: WriteOptions & JobOptions & { readonly keep?: boolean | undefined },
  ): Promise<Revision | null>;

  snapshot(options?: SnapshotOptions): Promise<SnapshotMetadata>;
  updateSnapshot(version: string, update: SnapshotUpdate): Promise<SnapshotMetadata>;
  /**
   * Deletes these snapshots, all or none. Until the next prune they can be brought back.
   *
   * @param options `forGood`: they can not.
   */
  deleteSnapshots(
    versions: readonly string[],
    options?: { readonly forGood?: boolean | undefined },
  ): Promise<void>;
  /** What `undeleteSnapshots` can bring back, the one deleted last first; of those that the limit dropped, the last 200. */
  deletedSnapshots(): Promise<DeletedSnapshot[]>;
  /**
   * Brings back these deleted snapshots, all or none, with their names, tags, notes and pins, in their old order. It pushes
   * out no other.
   *
   * @throws {SnapshotNotFoundError} if one was not deleted, or was pruned.
   */
  undeleteSnapshots(versions: readonly string[]): Promise<SnapshotMetadata[]>;
  findSnapshot(version: string): Promise<SnapshotMetadata | undefined>;
  snapshotByTag(tag: string, latest: boolean): Promise<SnapshotMetadata | undefined>;
  /** Tags in use with how many snapshots carry each, most used first. */
  tags(): Promise<{ readonly tag: string; readonly count: number }[]>;

  /** Keys that differ between two moments, in key order. Cost follows what was changed in between. */
  difference(from: MomentInput, to: MomentInput, options?: DifferenceOptions): Promise<KeyDifference[]>;
  totals(from: MomentInput, to: MomentInput, options?: JobOptions): Promise<DifferenceTotals>;

  /**
   * Makes the state, or only the given keys of it, what it was at that moment, as one revision; null when it is that
   * already.
   */
  restore(
    to: MomentInput,
    options?: JobOptions & {
      readonly keys?: readonly string[];
      readonly detail?: string | null;
      readonly message?: string | null | undefined;
    },
  ): Promise<Revision | null>;
  undo(): Promise<UndoStep | null>;
  redo(): Promise<UndoStep | null>;

  /** Newest first, strictly before `before` when given. */
  revisions(options: { readonly before?: number; readonly limit: number }): Promise<RevisionRecord[]>;
  /** Every retained version of one key, newest first. */
  history(key: string, options: { readonly before?: number; readonly limit: number }): Promise<KeyVersion[]>;

  /**
   * How much happened, and how large the store was, over its retained revisions, oldest first, in at most `buckets`
   * stretches of equally many revisions.
   */
  activity(buckets: number, options?: JobOptions): Promise<ActivityBucket[]>;
  /** Every value that is kept, superseded ones included: keys in order, of each key the newest value first. */
  versions(options?: JobOptions): AsyncIterable<StoredVersion>;

  /** Recomputes checksums of one moment, or of everything that can be read, superseded values included. */
  verify(version?: string, options?: JobOptions): Promise<VerifyReport>;
  prune(options: {
    /** Keep revisions not older than this many; snapshots keep theirs whatever this says. */
    readonly keepRevisions: number;
    readonly dryRun: boolean;
  }): Promise<PruneReport>;
  /** Applies the delta strategy to superseded values, in slices between which writes go on. */
  pack(options?: JobOptions): Promise<PackReport>;
}

/** What may be changed of an open store (rule O1). Absent members stay as they are. */
export type StoreConfiguration = Partial<
  Pick<
    EnhancedPersistenceOptions,
    | "cacheStrategy"
    | "cacheEviction"
    | "deltaStrategy"
    | "maxSnapshots"
    | "enableCompression"
    | "autoSnapshotInterval"
  >
>;

/** A store: everything of the manual and everything beyond it. */
export interface EnhancedPersistence extends ManualPersistence, TemporalStore {
  /** The same as `cleanup`, for `await using store = await createEnhancedPersistence()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EnhancedPersistenceOptions {
  /** A directory; the default is a fresh one under the system's temporary directory. */
  readonly basePath?: string;
  /** Where the data is: in a folder (default), or in memory until the store is closed. */
  readonly storageBackend?: "file_system" | "memory";
  /** What is kept of values that were read: nothing, in memory, in a file, or both (default). No strategy changes a result. */
  readonly cacheStrategy?: "none" | "memory" | "persistent" | "tiered";
  /** What the cache lets go when it is full: what was unused longest (default), used least, put first, or expires first. */
  readonly cacheEviction?: "lru" | "lfu" | "fifo" | "ttl";
  /** How superseded values are stored (rule D1). Default `auto`: whichever is smallest for its cost. */
  readonly deltaStrategy?: "none" | "compress" | "dict" | "binary" | "auto";
  /**
   * Unpinned snapshots to keep; 0 keeps all. Default 50. Beyond it automatic and untagged ones go first, the oldest first,
   * and tagged ones only once they alone are more.
   */
  readonly maxSnapshots?: number;
  /** Whether anything may be stored compressed. Default true. */
  readonly enableCompression?: boolean;
  /** Seconds between automatic snapshots, which are made only if something changed; null, the default, is off. */
  readonly autoSnapshotInterval?: number | null;
  /** Calls that are made together take effect in the order in which they were made (rule W7). Default true. */
  readonly threadSafe?: boolean;
  /**
   * What an acknowledged write survives: with `full` (default) also the loss of power; with `normal` the end of the process,
   * and of what was written last before a loss of power perhaps not everything.
   */
  readonly durability?: "full" | "normal";
  /**
   * `true` reads the store and never writes to it; `false` refuses a store that can't be written to. By default such a one is
   * only read (rule F19).
   */
  readonly readOnly?: boolean;
  /**
   * Who makes the revisions: a name of at most 1024 bytes, shown with each. Default: the environment variable `STRATA_AUTHOR`,
   * else the system's user.
   */
  readonly author?: string;
}
