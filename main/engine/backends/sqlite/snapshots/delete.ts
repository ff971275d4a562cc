import type { SnapshotVersion } from "../../../../../shared/model/index.ts";
import { SnapshotNotFoundError } from "../../../errors.ts";
import type { StoreCore } from "../core/core.ts";
import type { SnapshotRow } from "../storage/rows.ts";
import { keepDeleted } from "./deleted.ts";

/**
 * Inside a transaction: deletes these snapshots, all or none. Their states stay until a prune (rule N6), and until then
 * they can be restored (rule F26), unless they are deleted for good.
 */
export function deleteSnapshots(
  core: StoreCore,
  versions: readonly SnapshotVersion[],
  forGood: boolean,
): void {
  const rows = [...new Set(versions)].map((version) => {
    const row = core.own.snapshot.get(version);
    if (row === undefined) throw new SnapshotNotFoundError(version);
    return row;
  });
  if (rows.length === 0) return;
  core.noteSnapshotChange();
  for (const row of rows) {
    deleteRow(core, row);
    if (!forGood) keepDeleted(core, row, "call");
  }
  core.noteChange({ revision: core.head.revision, snapshots: true, keys: [] });
}

/** Inside a transaction: deletes snapshots beyond the store's limit (rule N5). */
export function dropSurplus(core: StoreCore): void {
  for (const row of surplusOf(core)) {
    deleteRow(core, row);
    keepDeleted(core, row, "limit");
  }
}

/** Inside a transaction: the snapshots beyond the store's limit, in the order of deletion. */
export function surplusOf(core: StoreCore): SnapshotRow[] {
  const { maxSnapshots } = core.options;
  if (maxSnapshots === 0) return [];
  const { write } = core;
  const surplus = (write.countUnpinned.get() ?? 0) - maxSnapshots;
  if (surplus <= 0) return [];
  const automatic = write.automaticSnapshots.all(surplus);
  return automatic.length === surplus ? automatic : [...automatic, ...write.taggedBeyond.all(maxSnapshots)];
}

export function deleteRow(core: StoreCore, row: Pick<SnapshotRow, "sequence" | "tags">): void {
  if (row.tags !== "[]") core.write.deleteTags.run(row.sequence, row.tags);
  core.write.deleteSnapshot.run(row.sequence);
}
