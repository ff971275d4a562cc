import type { Revision, SnapshotVersion } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** What undo, which moves over revisions, can't take back (rules W8, F26). */
export interface BeyondUndo {
  /** Snapshots that were deleted after the last change: whoever calls undo may mean those. */
  readonly deletedSince: readonly SnapshotVersion[];
  /** The oldest revision that is kept, where a prune has dropped older ones; else null. */
  readonly prunedBefore: Revision | null;
}

/** Looks after an undo, which is the newest revision then unless there was nothing to undo. */
export async function beyondUndo(store: EnhancedPersistence): Promise<BeyondUndo> {
  const [newest, previous] = await store.revisions({ limit: 2 });
  // The undo itself is no change that a deletion could come after.
  const last = newest?.operation === "undo" ? previous : newest;
  const deleted = await store.deletedSnapshots();
  const since = deleted.filter(({ deletedAt }) => last === undefined || Date.parse(deletedAt) >= last.at);
  const { revision } = await store.status();
  const [oldest] = revision === 0 ? [] : await store.activity(1);
  return {
    deletedSince: since.map(({ version }) => version),
    prunedBefore: oldest === undefined || oldest.from <= 1 ? null : oldest.from,
  };
}
