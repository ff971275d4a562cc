import type {
  DeletedSnapshot,
  Entry,
  EntrySummary,
  Key,
  Revision,
  SnapshotMetadata,
} from "../../../../shared/model/index.ts";
import type { KeyVersion, StoredVersion } from "../../persistence.ts";
import type {
  Awaitable,
  ChangesQuestion,
  ReadView,
  Selection,
  SnapshotQuery,
  VersionPlace,
} from "../backend.ts";
import type { StoreCore } from "./core/core.ts";
import { floorOf } from "./core/notes.ts";
import type { PinnedHead, PinnedMoments } from "./core/pinned.ts";
import { activitySum } from "./read/activity.ts";
import { SqliteChanges } from "./read/changes.ts";
import { everyVersionPage } from "./read/everyVersion.ts";
import { keysLike } from "./read/keysLike.ts";
import { entriesPage, keysPage, summariesPage } from "./read/pages.ts";
import type { Reads } from "./read/reads.ts";
import { revisionsBefore, versionsOf } from "./read/records.ts";
import { deletedSnapshots } from "./snapshots/deleted.ts";
import { toMetadata } from "./snapshots/metadata.ts";
import { redoStep, undoStep } from "./write/undo.ts";

/** And only past this many superseded values, which have to be walked past, is a state of the past read at once. */
const MOST_SUPERSEDED = 2000;

/** Sets of rows of a store in SQLite, of whichever connection `read` has. */
export class SqliteView implements ReadView {
  readonly head: PinnedHead;
  readonly at: readonly Revision[];
  readonly close: () => void;
  readonly #core: StoreCore;
  readonly #read: Reads;

  constructor(core: StoreCore, read: Reads, { head, at }: PinnedMoments, close: () => void = () => {}) {
    this.#core = core;
    this.#read = read;
    this.head = head;
    this.at = at;
    this.close = close;
  }

  sizeAt(at: Revision): Awaitable<{ readonly entryCount: number; readonly sizeBytes: number }> {
    if (at === this.head.revision) return this.head;
    return this.#read(at, (statements) => {
      const row = statements.revisionUpTo.get(at);
      return { entryCount: row?.entry_count ?? 0, sizeBytes: row?.size_bytes ?? 0 };
    });
  }

  isSmall(at: Revision, bytes: number): Awaitable<boolean> {
    if (this.head.sizeBytes > bytes) return false;
    if (at === this.head.revision) return true;
    return this.#read(at, (statements) => {
      if ((statements.revisionUpTo.get(at)?.size_bytes ?? 0) > bytes) return false;
      return statements.historyReaches.get(MOST_SUPERSEDED) !== 1;
    });
  }

  keys(at: Revision, selection: Selection, limit: number): Awaitable<readonly Key[]> {
    return this.#read(at, (statements, isPresent) =>
      keysPage(statements, { at, isPresent, selection, limit }),
    );
  }

  entries(at: Revision, selection: Selection, limit: number, length?: number): Awaitable<readonly Entry[]> {
    return this.#read(at, (statements, isPresent) =>
      entriesPage(statements, { at, isPresent, selection, limit }, length),
    );
  }

  summaries(at: Revision, selection: Selection, limit: number): Awaitable<readonly EntrySummary[]> {
    return this.#read(at, (statements, isPresent) =>
      summariesPage(statements, { at, isPresent, selection, limit }),
    );
  }

  keysLike(at: Revision, from: string, limit: number, text: string) {
    return this.#read(at, (statements, isPresent) =>
      keysLike(statements, isPresent, { at, from, limit }, text),
    );
  }

  changes(question: ChangesQuestion): SqliteChanges {
    return new SqliteChanges(this.#read, question);
  }

  versions(key: Key, before: Revision, limit: number): Awaitable<readonly KeyVersion[]> {
    return this.#read("history", (statements) => versionsOf(statements, key, before, limit));
  }

  everyVersion(
    after: VersionPlace | null,
    limit: number,
    length: number,
  ): Awaitable<readonly StoredVersion[]> {
    return this.#read("history", (statements) => everyVersionPage(statements, after, limit, length));
  }

  revisions(before: Revision, limit: number) {
    return this.#read("history", (statements) => revisionsBefore(statements, before, limit));
  }

  floor(): Awaitable<Revision> {
    return this.#read("tables", floorOf);
  }

  activity(from: Revision, before: Revision) {
    return this.#read("history", (statements) => activitySum(statements, from, before));
  }

  status() {
    return this.#read("tables", (statements) => {
      const latest = statements.latestSnapshot.get();
      return {
        snapshotCount: statements.snapshotCount.get() ?? 0,
        latestSnapshot: latest === undefined ? null : toMetadata(latest),
        undo: undoStep(this.#core, statements, this.head),
        redo: redoStep(this.#core, statements, this.head),
      };
    });
  }

  snapshots(query?: SnapshotQuery): Awaitable<readonly SnapshotMetadata[]> {
    return this.#read("tables", (statements) => {
      if (query === undefined) return statements.snapshots.all().map(toMetadata);
      const row =
        "version" in query
          ? statements.snapshot.get(query.version)
          : (query.latest ? statements.newestTagged : statements.oldestTagged).get(query.tag);
      return row === undefined ? [] : [toMetadata(row)];
    });
  }

  deletedSnapshots(): Awaitable<readonly DeletedSnapshot[]> {
    return this.#read("history", (statements) => deletedSnapshots(this.#core, statements));
  }

  tags() {
    return this.#read("tables", (statements) => statements.tags.all());
  }
}
