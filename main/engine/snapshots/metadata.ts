import type { SnapshotMetadata, SnapshotVersion } from "../../../shared/model/index.ts";
import { DataIntegrityError } from "../errors.ts";
import type { SnapshotRow } from "../storage/rows.ts";

/** What people and programs see of a stored snapshot (rule N13). */
export function toMetadata(row: Omit<SnapshotRow, "sequence" | "indexed">): SnapshotMetadata {
  return {
    version: row.version as SnapshotVersion,
    createdAt: new Date(row.created_at).toISOString(),
    tags: parsed(row, row.tags) as string[],
    description: row.description,
    userInfo: parsed(row, row.user_info) as Record<string, unknown>,
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

function parsed({ version }: Pick<SnapshotRow, "version">, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataIntegrityError(
      `What is said about snapshot ${version} is not what was written: the store is damaged there. ` +
        "Put back a copy of it, or save what can be saved with `strata recover`.",
      { version, cause },
    );
  }
}
