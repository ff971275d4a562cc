import type { Database as Connection } from "better-sqlite3";
import type { Key, Revision, StoreChange } from "../../../../../shared/model/index.ts";
import { StoreCache } from "../../../cache/index.ts";
import type { Metering } from "../../../core/metering.ts";
import type { ProblemFeed } from "../../../core/problemFeed.ts";
import { StoreClosedError } from "../../../errors.ts";
import type { ResolvedOptions } from "../../../options.ts";
import type { LostCommits } from "../../../persistence.ts";
import type { Notices } from "../../backend.ts";
import type { ReaderUse } from "../storage/connection.ts";
import { isBusy, stayedBusy, toPersistenceError } from "../storage/failure.ts";
import type { FilesInPlace } from "../storage/filesInPlace.ts";
import { LongWork } from "../storage/longWork.ts";
import { type Guards, type OpenedPlace, readOnlyError } from "../storage/openPlace.ts";
import { ReadStatements } from "../storage/readStatements.ts";
import { WriteStatements } from "../storage/writeStatements.ts";
import { Authors } from "./authors.ts";
import { ChangeFeed } from "./changeFeed.ts";
import { CommitQueue } from "./commitQueue.ts";
import { CommittedReads } from "./committedReads.ts";
import { Head } from "./head.ts";
import { Idling } from "./idling.ts";
import { keysTouched } from "./keysTouched.ts";
import { noticeLoss } from "./lostCommits.ts";
import { floorOf, idOf } from "./notes.ts";
import { PendingAmount } from "./pendingAmount.ts";
import { type View, Views } from "./views.ts";

/** One open store: its connections, its newest revision, and its write path. */
export class StoreCore {
  readonly path: string | null;
  readonly place: OpenedPlace;
  readonly id: string;
  /** Never changed in place, so a job that needs constant options reads them once. */
  options: ResolvedOptions;
  readonly metering: Metering;
  readonly problems: ProblemFeed;
  readonly changes: ChangeFeed;
  readonly queue: CommitQueue;
  readonly write: WriteStatements;
  readonly cache: StoreCache;
  /** Commits lost in a damaged log, noticed at this opening or an earlier one. */
  readonly lost: LostCommits | null;

  /** Inside a transaction: the newest revision as it will be. Outside: as it is. */
  readonly head = new Head();
  /** Statements of the connection that writes. */
  readonly #own: ReadStatements;
  readonly #connection: Connection;
  /** None in memory. */
  readonly #guards: Guards | undefined;
  readonly #longWork: LongWork;
  readonly #idling: Idling;
  /** The newest revision before the open transaction. */
  readonly #before = new Head();
  #reader: ReadStatements | undefined;
  #dataVersion = -1;
  readonly pending = new PendingAmount();
  readonly authors = new Authors(this);
  #closed = false;
  readonly #drops: (() => void)[] = [];
  readonly #views = new Views(this);
  readonly committed = new CommittedReads(this);

  constructor(place: OpenedPlace, options: ResolvedOptions, { metering, problems }: Notices) {
    this.path = place.location;
    this.metering = metering;
    this.problems = problems;
    this.options = options;
    this.place = place;
    const { connection, disk, marked } = place;
    let guards: Guards | undefined;
    this.#connection = connection;
    const tell = (error: unknown) => this.problems.tell(this.failure(error));
    this.#idling = new Idling(() => this.queue.isIdle, tell);
    try {
      guards = disk?.guard(options.durability, tell);
      this.#guards = guards;
      this.#own = new ReadStatements(this.#connection);
      this.write = new WriteStatements(this.#connection);
      this.id = idOf(this.#own);
      this.#dataVersion = this.#own.dataVersion.get() ?? 0;
      this.head.load(this.#own);
      this.#longWork = new LongWork(this.#connection, options.durability);
      this.lost = noticeLoss(this.#own, this.write, this.head, marked);
      this.#before.copyFrom(this.head);
      this.cache = new StoreCache({
        strategy: options.cacheStrategy,
        path: disk?.folder ?? null,
        store: this.id,
        eviction: options.cacheEviction,
      });
      this.#own.kept = this.cache;
      this.queue = new CommitQueue({
        tryBegin: () => this.#tryBegin(),
        commit: () => this.#commit(),
        readyForLong: () => this.#readyForLong(),
        afterLong: () => this.#longWork.end(),
        rollback: () => this.#rollback(),
        busy: () => stayedBusy(this.path),
        failure: (error) => this.failure(error),
      });
      this.changes = new ChangeFeed(this);
      if (disk !== null) this.#idling.onIdle(() => this.#checkpoint());
      if (this.#own.hasPending.get() === 1) this.#idling.noteWritten();
    } catch (error) {
      this.#idling.stop();
      this.#connection.close();
      guards?.marking.giveUp();
      this.place.leave();
      throw toPersistenceError(error, this.path);
    }
  }

  assertOpen(): void {
    if (this.#closed) throw new StoreClosedError(this.path);
  }

  assertWritable(): void {
    this.assertOpen();
    if (this.place.readOnly !== null) throw readOnlyError(this.path, this.place.readOnly);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Converts an error to the engine's. */
  readonly failure = (error: unknown): unknown => toPersistenceError(error, this.path);

  /** The newest committed revision, of any process. */
  get present(): Head {
    if (!this.queue.longRunning) this.refresh();
    return this.newest;
  }

  /** The number of the next revision. Lost numbers are not reused. */
  get nextRevision(): Revision {
    return (Math.max(this.head.revision, this.lost?.revisions?.to ?? 0) + 1) as Revision;
  }

  /** Inside a transaction: the number of the present change of snapshots, to be stored with it. */
  nextSnapshotChange(): number {
    this.head.snapshotChanges = Math.max(this.head.snapshotChanges, this.lost?.snapshotChanges?.to ?? 0) + 1;
    return this.head.snapshotChanges;
  }

  /** Inside a transaction: numbers a change or deletion of snapshots. New snapshots store their number themselves. */
  noteSnapshotChange(): void {
    this.write.note.run("snapshot_changes", this.nextSnapshotChange(), this.head.revision);
  }

  /** Applies these checked options from now on. */
  configure(options: ResolvedOptions): void {
    this.options = options;
    this.cache.change(options.cacheStrategy, options.cacheEviction);
  }

  /** Calls `drop` when earlier reads may be outdated because of another process. */
  onForeignCommit(drop: () => void): void {
    this.#drops.push(drop);
  }

  /** Notices other processes' commits, and returns whether there were any. Outside transactions only. */
  refresh(): boolean {
    const version = this.#own.dataVersion.get() ?? 0;
    if (version === this.#dataVersion) return false;
    this.#dataVersion = version;
    const from = this.head.revision;
    this.head.load(this.#own);
    this.cache.forgetPresent(keysTouched(this.#own, from, this.head.revision));
    for (const drop of this.#drops) drop();
    return true;
  }

  /** Statements that see the last commit. Synchronous use only, and only for the present: else use `committed`. */
  get reads(): ReadStatements {
    return this.queue.longRunning ? this.reader : this.#own;
  }

  /** Statements of the connection that writes: they see its transaction's writes. */
  get own(): ReadStatements {
    return this.#own;
  }

  /** What guards the files that the store is in; none in memory. */
  get files(): FilesInPlace | undefined {
    return this.#guards?.files;
  }

  /** Whether the connection that writes is the only one, as in memory. */
  get isAlone(): boolean {
    return this.place.disk === null;
  }

  /** Statements of the second connection, or of the only one. */
  get reader(): ReadStatements {
    this.#reader ??= this.openReader("look");
    return this.#reader ?? this.#own;
  }

  /** Statements of one more connection, that its caller closes: never to what took the place of the store's files. */
  openReader(use: ReaderUse): ReadStatements | undefined {
    this.files?.assert();
    if (this.place.disk === null) return undefined;
    const statements = new ReadStatements(this.place.disk.openReader(use));
    statements.kept = this.cache;
    return statements;
  }

  /** Whether a read must wait for earlier calls (rule W7). Reads do not wait for long jobs. */
  get mustWait(): boolean {
    if (this.queue.long) return this.isAlone;
    return this.options.threadSafe && !this.queue.isIdle;
  }

  /** The newest committed revision, as far as this process has noticed. */
  get newest(): Head {
    return this.queue.longRunning ? this.#before : this.head;
  }

  /** A consistent view of any moment for a long read. The caller closes it. */
  view(): Promise<View> {
    return this.#views.open();
  }

  /** Inside a transaction: flushes pending history. */
  flushPending(): void {
    if (this.#own.hasPending.get() === 0) return;
    this.#longWork.allOver(() => this.write.flushHistory.run());
    this.write.flushRevisions.run();
    this.write.clearPending.run();
    this.write.clearRecent.run();
    this.pending.flushed();
  }

  /** Inside a transaction: reports this change to the listeners once it is committed. */
  noteChange(change: StoreChange): void {
    this.changes.note(change);
    this.cache.touch(change.keys as readonly Key[] | null);
  }

  /** Calls `act` each time that nothing has been written for a while. */
  onIdle(act: () => void): void {
    this.#idling.onIdle(act);
  }

  readonly floor = floorOf;

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.changes.close();
    await this.queue.drained();
    this.#idling.stop();
    this.cache.close();
    this.#reader?.database.close();
    this.#views.close();
    this.#checkpoint();
    await this.#guards?.log.close();
    this.#connection.close();
    this.#guards?.marking.close(this.head);
    this.place.leave();
  }

  #tryBegin(): boolean {
    if (this.files?.strayed) this.files.assert();
    try {
      this.write.begin.run();
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
    try {
      this.#guards?.log.begun();
      this.refresh();
    } catch (error) {
      if (this.#connection.inTransaction) this.write.rollback.run();
      throw error;
    }
    this.#before.copyFrom(this.head);
    this.pending.begun();
    return true;
  }

  #commit(): void {
    if (this.pending.isMuch) this.flushPending();
    this.write.commit.run();
    // A write to files that were removed meanwhile is not acknowledged.
    this.files?.assertAfterCommit();
    this.cache.committed();
    this.#guards?.log.committed();
    this.#guards?.marking.note(this.head);
    this.#idling.noteWritten();
    this.changes.deliver();
  }

  #readyForLong(): boolean {
    const ready = this.#own.hasPending.get() === 0;
    if (ready) this.#longWork.begin();
    else this.flushPending();
    return ready;
  }

  #rollback(): void {
    if (this.#connection.inTransaction) this.write.rollback.run();
    this.head.copyFrom(this.#before);
    this.pending.takenBack();
    this.authors.takenBack();
    // If the files return, they contain the last commit.
    if (this.files?.strayed) this.#dataVersion = -1;
    this.cache.takenBack();
    this.changes.forget();
  }

  /** Data in the database file is safe from damage to the log. */
  #checkpoint(): void {
    try {
      if (this.#own.hasPending.get() === 1 && this.#tryBegin()) {
        this.flushPending();
        this.write.commit.run();
      }
      const busy = this.#connection.pragma("wal_checkpoint(TRUNCATE)", { simple: true });
      if (busy === 0) this.#guards?.log.emptied();
    } catch {
      // Another process is writing, or the disk is full: the log keeps everything, and the next idle time retries.
      if (this.#connection.inTransaction) this.write.rollback.run();
    }
  }
}
