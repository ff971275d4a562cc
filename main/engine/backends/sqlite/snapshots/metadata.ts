import type { SnapshotMetadata, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { StateChecksum } from "../../../checksum.ts";
import { DataIntegrityError } from "../../../errors.ts";
import type { SnapshotRow } from "../storage/rows.ts";

type Row = Omit<SnapshotRow, "sequence" | "indexed">;
type Described = Omit<Row, "tags" | "user_info">;

/**
 * The public metadata of a stored snapshot (rule N13).
 *
 * @throws {DataIntegrityError} if the row has an impossible content.
 */
export function toMetadata(row: Row): SnapshotMetadata {
  try {
    return metadataOf(row);
  } catch (cause) {
    throw new DataIntegrityError(
      `What is said about snapshot ${row.version} is not what was written: the store is damaged there. ` +
        "Put back a copy of it, or save what can be saved with `strata recover`.",
      { version: row.version, cause },
    );
  }
}

function metadataOf(row: Row): SnapshotMetadata {
  const tags: unknown = JSON.parse(row.tags);
  const userInfo: unknown = JSON.parse(row.user_info);
  const isRight =
    Array.isArray(tags) &&
    typeof userInfo === "object" &&
    [row.revision, row.entry_count, row.size_bytes].every(Number.isSafeInteger) &&
    StateChecksum.isBytes(row.checksum);
  if (!isRight) throw new TypeError(`Expected a row of the table "snapshot", found ${JSON.stringify(row)}`);
  return describe(row, tags as readonly string[], userInfo as Record<string, unknown>);
}

/** The public metadata of a valid snapshot. */
export function describe(
  row: Described,
  tags: readonly string[],
  userInfo: Record<string, unknown>,
): SnapshotMetadata {
  return {
    version: row.version as SnapshotVersion,
    createdAt: new Date(row.created_at).toISOString(),
    tags,
    description: row.description,
    userInfo,
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
