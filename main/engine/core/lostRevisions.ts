import type { Revision } from "../../../shared/model/index.ts";
import type { LostRevisions } from "../persistence.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { WriteStatements } from "../storage/writeStatements.ts";
import type { Head } from "./head.ts";

/**
 * Compares the mark with the newest revision. A loss is written down, so that it is told at every opening and the lost
 * numbers are not given out again.
 */
export function noticeLoss(
  read: ReadStatements,
  write: WriteStatements,
  head: Head,
  marked: Revision,
): LostRevisions | null {
  const known = read.meta.get("lost");
  const noticed = typeof known === "string" ? (JSON.parse(known) as LostRevisions) : null;
  if (marked <= head.revision || (noticed !== null && noticed.to >= marked)) return noticed;
  const lost: LostRevisions = {
    from: (head.revision + 1) as Revision,
    to: marked,
    noticedAt: new Date().toISOString(),
  };
  write.setMeta.run("lost", JSON.stringify(lost));
  return lost;
}
