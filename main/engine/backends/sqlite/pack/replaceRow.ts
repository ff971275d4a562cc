import type { Encoded } from "../../../delta/encode.ts";
import type { StoreCore } from "../core/core.ts";
import type { HistoryMark } from "../storage/rows.ts";

/** What a pack came to so far. */
export interface PackedSizes {
  values: number;
  bytesBefore: number;
  bytesAfter: number;
}

/** Inside a transaction: stores a superseded value as it was encoded, unless it is stored so. */
export function replaceRow(
  core: StoreCore,
  { key, until, since, digest, size, encoding }: HistoryMark,
  before: number,
  encoded: Encoded,
  report: PackedSizes,
): void {
  report.values += 1;
  report.bytesBefore += before;
  report.bytesAfter += encoded.size;
  if (encoded.encoding === encoding && encoded.size === before) return;
  // Deleted and inserted again, not updated: only then SQLite merges pages that have become nearly empty.
  core.write.deleteHistory.run(key, until);
  core.write.insertPacked.run(key, until, since, encoded.encoding, size, digest, encoded.value);
}
