import type { RevisionRecord, SnapshotMetadata } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** One line of a store's history: a revision and its snapshots. */
export interface LogEntry {
  /** Null if only its snapshots remain. */
  readonly record: RevisionRecord | null;
  readonly snapshots: readonly SnapshotMetadata[];
}

const PAGE = 1000;

/** A store's revisions, newest first, each with its snapshots; then the snapshots whose revisions were pruned. */
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
