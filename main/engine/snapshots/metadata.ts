import type { SnapshotMetadata, SnapshotVersion } from "../../../shared/model/index.ts";
import type { SnapshotRow } from "../storage/rows.ts";

/** What people and programs see of a stored snapshot (rule N13). */
export function toMetadata(row: SnapshotRow): SnapshotMetadata {
  return {
    version: row.version as SnapshotVersion,
    createdAt: new Date(row.created_at).toISOString(),
    tags: JSON.parse(row.tags) as string[],
    description: row.description,
    userInfo: JSON.parse(row.user_info) as Record<string, unknown>,
    kind: row.base === null ? "full" : "delta",
    baseVersion: row.base as SnapshotVersion | null,
    deltaSize: row.delta_size,
    pinned: row.pinned === 1,
    pinReason: row.pin_reason,
    revision: row.revision,
    entryCount: row.entry_count,
    sizeBytes: row.size_bytes,
    checksum: Buffer.from(row.checksum).reverse().toString("hex"),
  };
}
