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

/** A JavaScript value that JSON can represent (rule V1). */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };

/** The state of a store as plain data, without a prototype, so that `__proto__` is an ordinary key. */
export type JsonState = { [key: string]: JsonValue };

/**
 * The basic calls, by the rules in SPEC.md. Each rejects with a `PersistenceError`: with an `InvalidOptionError` for an
 * invalid argument, a `StoreClosedError` once the store is closed, a `StorageError` if the disk or the system fails. A
 * call that rejects has changed nothing.
 */
export interface ManualPersistence {
  /**
   * Replaces the whole state by the members of an object, as one revision. Only keys that differ are written.
   *
   * @returns An id of this call, a UUID.
   * @throws {InvalidValueError} that names the key and the place of a value that JSON cannot represent.
   */
  save(data: object): Promise<string>;
  /** The whole state, parsed. Changing the object does not change the store. */
  load(): Promise<JsonState>;
  /** The value of a key, parsed; undefined, or the default, if there is no such key. `null` is a value. */
  get<T = unknown>(key: string): Promise<T | undefined>;
  get<T>(key: string, defaultValue: T): Promise<T>;
  /**
   * Writes one value, which is on disk when this resolves (see `durability`). A value equal to the present one makes no
   * revision.
   *
   * @throws {InvalidValueError} that names the key and the place of a value that JSON cannot represent.
   */
  set(key: string, value: unknown): Promise<void>;
  /** Deletes a key. @returns Whether it existed. */
  delete(key: string): Promise<boolean>;
  /** Deletes every key, as one revision. Snapshots stay, and `undo` undoes it. */
  clear(): Promise<void>;
  /**
   * Takes a snapshot of the present. Its cost does not depend on the size of the store.
   *
   * @returns Its version, `v<unix seconds>-<8 hex digits>`.
   */
  createSnapshot(tag?: string | null, description?: string | null): Promise<SnapshotVersion>;
  /**
   * Takes a snapshot of the present as a delta against another one, by default the latest.
   *
   * @throws {SnapshotNotFoundError} if there is no such base.
   */
  createDeltaSnapshot(
    baseVersion?: string | null,
    tag?: string | null,
    description?: string | null,
  ): Promise<SnapshotVersion>;
  /**
   * Restores the state of a snapshot, as one revision that writes only keys that differ, and returns it, parsed.
   *
   * @throws {SnapshotNotFoundError}
   */
  restoreSnapshot(version: string): Promise<JsonState>;
  /**
   * The same by a tag.
   *
   * @param latest The newest snapshot with the tag (default), else the oldest.
   * @throws {SnapshotNotFoundError} if no snapshot has it.
   */
  restoreSnapshotByTag(tag: string, latest?: boolean): Promise<JsonState>;
  /** The metadata of every snapshot, oldest first. */
  listSnapshots(): Promise<SnapshotMetadata[]>;
  /** The state of a snapshot, parsed, without restoring it. @throws {SnapshotNotFoundError} */
  getSnapshotData(version: string): Promise<JsonState>;
  /**
   * The difference from the first snapshot to the second; either may be the later one. @throws {SnapshotNotFoundError}
   */
  compareSnapshots(version1: string, version2: string): Promise<SnapshotComparison>;
  /** Counts, bytes and seconds since this store was opened by this process. */
  getMetrics(): Promise<Metrics>;
  /** Writes the state and its snapshots' metadata to a JSON file, whole or not at all. @returns The path. */
  exportData(path: string): Promise<string>;
  /**
   * Replaces the state by the `data` of a file that `exportData` wrote, makes a snapshot tagged `import`, and returns
   * the state.
   *
   * @throws {ImportError} that names the file, and line and column if they are known.
   */
  importData(path: string): Promise<JsonState>;
  /** Makes a last snapshot, tagged `cleanup`, if anything changed since the last one, and closes the store. */
  cleanup(): Promise<void>;
}

/** The result of `compareSnapshots` (rule N9). */
export interface SnapshotComparison {
  readonly version1: SnapshotVersion;
  readonly version2: SnapshotVersion;
  /** ISO 8601, UTC. */
  readonly timestamp1: string;
  readonly timestamp2: string;
  /** Seconds from the first to the second by their clocks; negative if the first is the later one. */
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
    /** Bytes of the same values under the store's delta strategy. */
    readonly compressedSize: number;
    /** `originalSize / compressedSize`; 1 if nothing differs. */
    readonly compressionRatio: number;
  };
  readonly isDifferent: boolean;
  readonly metadata1: SnapshotMetadata;
  readonly metadata2: SnapshotMetadata;
}

/** The result of `getMetrics` (rules S1, F22). Bytes, seconds. */
export interface Metrics {
  readonly saveCount: number;
  readonly loadCount: number;
  /** Public calls that failed, each once, and failed automatic snapshots. */
  readonly errorCount: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly cacheHitRatio: number;
  readonly totalBytesSaved: number;
  readonly totalBytesLoaded: number;
  /**
   * The time of writes in their transactions, without waiting for their turn; writes in one transaction share its time.
   */
  readonly totalSaveTime: number;
  /** The time of reading and parsing, without waiting. */
  readonly totalLoadTime: number;
  readonly totalOperationTime: number;
  readonly averageSaveTime: number;
  readonly averageLoadTime: number;
  readonly snapshotCount: number;
  readonly cache: Readonly<Record<string, number | string>>;
  readonly delta: Readonly<Record<string, number | string>>;
  readonly deltaChain: Readonly<Record<string, number>>;
}

/** A moment in a call. `snapshot` takes a version, `revision` a number of 0 or more. */
export type MomentInput =
  | { readonly kind: "now" }
  | { readonly kind: "snapshot"; readonly version: string }
  | { readonly kind: "revision"; readonly revision: number };

/** One change of a batch in a call: a key and JSON text. `text: null` deletes the key. */
export interface EntryInput {
  readonly key: string;
  readonly text: string | null;
}

/** Observes and cancels a long job. */
export interface JobOptions {
  /** Cancels the job at its next slice; it leaves nothing behind. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called at most ten times a second with the amount done. `total` is null while it is not known. */
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
  /** Awaited between two slices, so that more urgent work goes first. */
  readonly giveWay?: (() => Promise<void>) | undefined;
}

export interface DifferenceOptions extends JobOptions {
  /** Compares only these keys; the cost then depends on their number. */
  readonly keys?: readonly string[] | undefined;
  /** Receives each difference as it is found; the call then returns an empty list. */
  readonly onFound?: ((difference: KeyDifference) => void) | undefined;
  /** Whether equal values with another notation count as changed, such as 0 and -0. */
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
  /** Its time in milliseconds since 1970-01-01 UTC, for imported history; default: now. */
  readonly at?: number | undefined;
  /** Its author; default: the store's `author`; null if unknown, for imported history. */
  readonly author?: string | null | undefined;
  /** The author's message; it is shown with the revision. */
  readonly message?: string | null | undefined;
  /** Also writes an equal value in another notation, `1.0` for `1`, for restores that must be exact to the byte. */
  readonly exact?: boolean | undefined;
}

/** The result of searching some keys in order. */
export interface KeysFound {
  readonly keys: Key[];
  /** The last key examined, to continue after; null if there are no more. */
  readonly last: Key | null;
}

/** A range of keys. All bounds are optional; order is by UTF-8 bytes (rule V7). */
export interface KeyRange {
  /** Keys strictly after this one. */
  readonly after?: string | undefined;
  /** Keys from this one on. */
  readonly from?: string | undefined;
  /** Keys strictly before this one. */
  readonly before?: string | undefined;
  /** Only keys that are in this list, too. */
  readonly among?: readonly string[] | undefined;
}

export interface SnapshotOptions {
  readonly tags?: readonly string[];
  readonly description?: string | null;
  readonly userInfo?: Readonly<Record<string, unknown>>;
  /** `"latest"` uses the latest snapshot as the base; without one, a full snapshot is made (rule N3). */
  readonly base?: string;
  readonly pinned?: boolean | undefined;
  readonly pinReason?: string | null | undefined;
  /** For an imported snapshot with its name; a taken one is refused. */
  readonly version?: SnapshotVersion | undefined;
  /** For an imported snapshot: ISO 8601, UTC; default: now. */
  readonly createdAt?: string | undefined;
  /**
   * Deletes no older snapshot for it, even beyond `maxSnapshots`, because an imported history must not push out
   * another.
   */
  readonly beyondLimit?: boolean | undefined;
}

/** The changeable metadata of a snapshot. Absent members stay. */
export interface SnapshotUpdate {
  readonly tags?: readonly string[];
  readonly description?: string | null;
  readonly pinned?: boolean;
  readonly pinReason?: string | null;
}

/** One version of one key. `text` is null if the key was deleted or absent. */
export interface KeyVersion {
  readonly text: JsonText | null;
  readonly revision: RevisionRecord;
  /** The revision that replaced this version; null for the present one. */
  readonly until: Revision | null;
  /**
   * If the key appeared with this version: the only key that was deleted in the same revision with the same text (rule
   * F21).
   */
  readonly renamedFrom?: Key;
}

/** One retained value. */
export interface StoredVersion extends Entry {
  /** The revision that replaced or deleted it; null for the present one. */
  readonly until: Revision | null;
}

/** Several successive revisions, added up. Times are milliseconds since 1970-01-01 UTC. */
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

/** What a prune deletes, or would delete (rule H4). */
export interface PruneReport {
  readonly snapshots: readonly SnapshotVersion[];
  /** Snapshots that were deleted before and cannot be restored any more. */
  readonly deletedSnapshots: readonly SnapshotVersion[];
  readonly revisions: number;
  /** Superseded values that no retained moment can see. */
  readonly values: number;
  /** The keys that exist in no retained moment afterwards, at most 1 000 of them. */
  readonly unrecoverableKeys: readonly Key[];
  readonly unrecoverableKeyCount: number;
  readonly bytes: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checkedValues: number;
  /** The places of damage: keys and, for a superseded value, the revision that wrote it. */
  readonly damaged: readonly { readonly key: Key; readonly since: Revision; readonly reason: string }[];
  /** The states with a wrong checksum: versions of snapshots, `the present`, and `revision <number>`. */
  readonly states: readonly string[];
  /** Contradictions between parts of the store, in words: the signs of a torn copy. */
  readonly contradictions: readonly string[];
  /** Acknowledged commits that were lost with a damaged log. */
  readonly lost: LostCommits | null;
  /** All of that as an error; null if nothing is wrong. */
  readonly error: DataIntegrityError | null;
}

/** Acknowledged commits that are no longer in the store (rule I5). At least one kind is not null. */
export interface LostCommits {
  readonly revisions: { readonly from: Revision; readonly to: Revision } | null;
  /** Each creation, change or deletion of snapshots has a number. */
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
 * The calls beyond the basic ones: texts instead of parsed values, any moment instead of snapshots only, ranges instead
 * of whole states, history, undo, tags, and jobs that report progress and can be cancelled.
 */
export interface TemporalStore {
  /** The store's directory; null for a store in memory. */
  readonly path: string | null;
  /** A UUID that was created with the store. */
  readonly id: string;

  /**
   * Closes the store without the snapshot that `cleanup` makes, after every call in progress has ended. Later calls
   * reject with `StoreClosedError`; another `close` does nothing.
   */
  close(): Promise<void>;

  /** Commits lost in a damaged log; null if none were. Reported at every opening. */
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
   * Changes the options of this open store, at once and for this process only; they are not stored. A new limit of
   * snapshots applies from the next snapshot on, a new delta strategy from the next pack on.
   *
   * @throws {InvalidOptionError} and changes nothing, if an option is unknown or invalid.
   */
  configure(configuration: StoreConfiguration): Promise<void>;

  /** Calls the listener after each commit, of this process or another, until the returned function is called. */
  onChange(listener: (change: StoreChange) => void): () => void;

  /** Calls the listener when background work fails, such as an automatic snapshot, which is retried. */
  onProblem(listener: (problem: Error) => void): () => void;

  /** The value's text as it is stored, exact to the byte; undefined if there is none. */
  getText(key: string): Promise<JsonText | undefined>;
  /** The entry at that moment, or undefined. */
  read(key: string, at?: MomentInput): Promise<Entry | undefined>;
  /**
   * Entries in key order, with whole values; at most `limit`, and none after those that reach `length` UTF-16 units.
   */
  entries(at: MomentInput, range: KeyRange, limit: number, length?: number): Promise<Entry[]>;
  /** Like `entries`, with previews in place of values. */
  summaries(at: MomentInput, range: KeyRange, limit: number): Promise<EntrySummary[]>;
  /** Keys in key order; at most `limit`. Far cheaper than entries. */
  keys(at: MomentInput, range: KeyRange, limit: number): Promise<Key[]>;
  /** Those of the next `limit` keys that contain a text, ignoring case. Cheaper still. */
  keysContaining(at: MomentInput, text: string, after: string | undefined, limit: number): Promise<KeysFound>;
  /** The number of keys at that moment, in constant time. */
  count(at: MomentInput): Promise<number>;
  /** Every entry of one moment in key order, in a consistent view however long it takes. */
  scan(at: MomentInput, options?: JobOptions): AsyncIterable<Entry>;

  /**
   * Writes these changes as one revision. Changes to an equal value are left out; null if none are left. `expected`
   * refuses the write with a `ConflictError` if a touched key's `since` differs (null: the key must not exist).
   */
  write(
    changes: readonly EntryInput[],
    options: WriteOptions & { readonly expected?: ReadonlyMap<string, number | null> },
  ): Promise<Revision | null>;
  /**
   * Replaces the state by the source's entries, as one revision, however large; null if nothing differed. With `keep`,
   * keys that are not in the source stay. An asynchronous source may yield several entries at once, which is faster. If
   * the source throws, the store is unchanged and this rejects with that error.
   */
  replace(
    source: AsyncIterable<EntryInput | readonly EntryInput[]> | Iterable<EntryInput>,
    options: WriteOptions & JobOptions & { readonly keep?: boolean | undefined },
  ): Promise<Revision | null>;

  snapshot(options?: SnapshotOptions): Promise<SnapshotMetadata>;
  updateSnapshot(version: string, update: SnapshotUpdate): Promise<SnapshotMetadata>;
  /**
   * Deletes these snapshots, all or none. Until the next prune they can be restored.
   *
   * @param options `forGood`: they cannot.
   */
  deleteSnapshots(
    versions: readonly string[],
    options?: { readonly forGood?: boolean | undefined },
  ): Promise<void>;
  /**
   * The snapshots that `undeleteSnapshots` can restore, last deleted first; of those that the limit deleted, the last
   * 200.
   */
  deletedSnapshots(): Promise<DeletedSnapshot[]>;
  /**
   * Restores these deleted snapshots, all or none, with their names, tags, notes and pins, in their old order. It
   * pushes out no other.
   *
   * @throws {SnapshotNotFoundError} if one was not deleted, or was pruned.
   */
  undeleteSnapshots(versions: readonly string[]): Promise<SnapshotMetadata[]>;
  findSnapshot(version: string): Promise<SnapshotMetadata | undefined>;
  snapshotByTag(tag: string, latest: boolean): Promise<SnapshotMetadata | undefined>;
  /** The tags in use with their numbers of snapshots, most used first. */
  tags(): Promise<{ readonly tag: string; readonly count: number }[]>;

  /** The keys that differ between two moments, in key order. The cost depends on the number of changes between them. */
  difference(from: MomentInput, to: MomentInput, options?: DifferenceOptions): Promise<KeyDifference[]>;
  totals(from: MomentInput, to: MomentInput, options?: JobOptions): Promise<DifferenceTotals>;

  /** Restores the state, or only the given keys, from a moment, as one revision; null if nothing changes. */
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

  /** Newest first, strictly before `before` if given. */
  revisions(options: { readonly before?: number; readonly limit: number }): Promise<RevisionRecord[]>;
  /** Every retained version of one key, newest first. */
  history(key: string, options: { readonly before?: number; readonly limit: number }): Promise<KeyVersion[]>;

  /**
   * The number of changes and the size of the store over its retained revisions, oldest first, in at most `buckets`
   * buckets of equally many revisions.
   */
  activity(buckets: number, options?: JobOptions): Promise<ActivityBucket[]>;
  /** Every retained value, superseded ones included: keys in order, for each key the newest value first. */
  versions(options?: JobOptions): AsyncIterable<StoredVersion>;

  /** Recomputes the checksums of one moment, or of everything, superseded values included. */
  verify(version?: string, options?: JobOptions): Promise<VerifyReport>;
  prune(options: {
    /** Keeps this many revisions before the present one; snapshots keep theirs in any case. */
    readonly keepRevisions: number;
    readonly dryRun: boolean;
  }): Promise<PruneReport>;
  /** Applies the delta strategy to superseded values, in slices between which writes continue. */
  pack(options?: JobOptions): Promise<PackReport>;
}

/** The changeable options of an open store (rule O1). Absent members stay as they are. */
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

/** A store: the basic calls and all others. */
export interface EnhancedPersistence extends ManualPersistence, TemporalStore {
  /** The same as `cleanup`, for `await using store = await createEnhancedPersistence()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EnhancedPersistenceOptions {
  /** A directory; default: a new one in the system's temporary directory. */
  readonly basePath?: string;
  /** Where the data is: in a folder (default), or in memory until the store is closed. */
  readonly storageBackend?: "file_system" | "memory";
  /** Where read values are cached: nowhere, in memory, in a file, or both (default). No strategy changes a result. */
  readonly cacheStrategy?: "none" | "memory" | "persistent" | "tiered";
  /**
   * Which entry a full cache evicts: the least recently used (default), the least frequently used, the first one set,
   * or the first to expire.
   */
  readonly cacheEviction?: "lru" | "lfu" | "fifo" | "ttl";
  /** How superseded values are stored (rule D1). Default `auto`: the smallest form for its cost. */
  readonly deltaStrategy?: "none" | "compress" | "dict" | "binary" | "auto";
  /**
   * The limit of unpinned snapshots; 0: no limit. Default 50. Beyond it automatic and untagged ones are deleted first,
   * oldest first; tagged ones only when they alone exceed it.
   */
  readonly maxSnapshots?: number;
  /** Whether anything may be stored compressed. Default true. */
  readonly enableCompression?: boolean;
  /**
   * Seconds between automatic snapshots, which are made only if anything changed; null, the default, turns them off.
   */
  readonly autoSnapshotInterval?: number | null;
  /** Concurrent calls take effect in call order (rule W7). Default true. */
  readonly threadSafe?: boolean;
  /**
   * What an acknowledged write survives: with `full` (default) also a loss of power; with `normal` the end of the
   * process, but a loss of power may lose the last writes.
   */
  readonly durability?: "full" | "normal";
  /**
   * `true` opens the store read-only; `false` refuses a store that cannot be written to. By default such a store is
   * opened read-only (rule F19).
   */
  readonly readOnly?: boolean;
  /**
   * The author of revisions: a name of at most 1024 bytes, shown with each. Default: the environment variable
   * `STRATA_AUTHOR`, else the system's user name.
   */
  readonly author?: string;
}
