import type { Revision, SnapshotVersion } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** What undo, which affects revisions, cannot undo (rules W8, F26). */
export interface BeyondUndo {
  /** Snapshots deleted after the last change, because the caller of undo may mean those. */
  readonly deletedSince: readonly SnapshotVersion[];
  /** The oldest retained revision if a prune deleted older ones; else null. */
  readonly prunedBefore: Revision | null;
}

/** Call this after an undo, whose revision is then the newest, unless there was nothing to undo. */
export async function beyondUndo(store: EnhancedPersistence): Promise<BeyondUndo> {
  const [newest, previous] = await store.revisions({ limit: 2 });
  // A deletion that precedes the undo itself counts.
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
