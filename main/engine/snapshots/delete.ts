import type { SnapshotVersion } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { SnapshotNotFoundError } from "../errors.ts";

/** Inside a transaction: deletes these snapshots, all or none. What they named stays until a prune (rule N6). */
export function deleteSnapshots(core: StoreCore, versions: readonly SnapshotVersion[]): void {
  const rows = [...new Set(versions)].map((version) => {
    const row = core.own.snapshot.get(version);
    if (row === undefined) throw new SnapshotNotFoundError(version);
    return row;
  });
  for (const row of rows) deleteRow(core, row);
  if (rows.length === 0) return;
  core.noteSnapshotChange();
  core.noteChange({ revision: core.head.revision, snapshots: true, keys: [] });
}

export function deleteRow(core: StoreCore, row: { readonly sequence: number; readonly tags: string }): void {
  core.write.deleteTags.run(row.sequence, row.tags);
  core.write.deleteSnapshot.run(row.sequence);
}
