import type { RevisionRecord, SnapshotMetadata } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** One line of a store's past: a revision, and the snapshots of the state that it made. */
export interface LogEntry {
  /** Null where only snapshots are left of it. */
  readonly record: RevisionRecord | null;
  readonly snapshots: readonly SnapshotMetadata[];
}

const PAGE = 1000;

/** A store's revisions, the newest first, each with its snapshots; after them those whose revisions were pruned. */
export async function* log(store: EnhancedPersistence, signal: AbortSignal): AsyncGenerator<LogEntry> {
  const left = Map.groupBy(await store.listSnapshots(), ({ revision }) => revision);
  let before: RevisionRecord["revision"] | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.revisions({ limit: PAGE, ...(before !== undefined && { before }) });
    for (const record of page) {
      yield { record, snapshots: left.get(record.revision) ?? [] };
      left.delete(record.revision);
    }
    before = page.at(-1)?.revision;
    if (page.length < PAGE) break;
  }
  for (const snapshots of left.values()) yield { record: null, snapshots };
}
