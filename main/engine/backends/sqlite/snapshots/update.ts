import type { SnapshotMetadata, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { SnapshotNotFoundError } from "../../../errors.ts";
import type { SnapshotUpdate } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { toMetadata } from "./metadata.ts";

/** Inside a transaction: changes a snapshot's changeable metadata (rule N13). */
export function updateSnapshot(
  core: StoreCore,
  version: SnapshotVersion,
  update: SnapshotUpdate,
): SnapshotMetadata {
  const { own, write } = core;
  const row = own.snapshot.get(version);
  if (row === undefined) throw new SnapshotNotFoundError(version);
  const tags = update.tags ?? (JSON.parse(row.tags) as string[]);
  const pinned = update.pinned ?? row.pinned === 1;
  const reason = update.pinReason === undefined ? row.pin_reason : update.pinReason;
  write.deleteTags.run(row.sequence, row.tags);
  write.updateSnapshot.run(
    JSON.stringify(tags),
    update.description === undefined ? row.description : update.description,
    pinned ? 1 : 0,
    pinned ? reason : null,
    row.base,
    row.delta_size,
    row.sequence,
  );
  for (const tag of tags) write.insertTag.run(tag, row.sequence);
  core.noteSnapshotChange();
  core.noteChange({ revision: core.head.revision, snapshots: true, keys: [] });
  return toMetadata(own.snapshot.get(version) ?? row);
}
