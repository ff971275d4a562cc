import { cellsOf } from "./cells.ts";
import type { PageImage } from "./pages.ts";
import type { FoundSnapshot } from "./rows.ts";
import { type Roots, walk } from "./trees.ts";

/**
 * The newest number of a change of snapshots that remains: created snapshots have theirs; for other changes only the
 * last one is stored.
 */
export function snapshotChangesOf(
  image: PageImage,
  roots: Roots,
  snapshots: Iterable<FoundSnapshot>,
): number {
  let newest = 0;
  for (const { sequence } of snapshots) newest = Math.max(newest, sequence);
  const root = roots.get("meta");
  if (root === undefined) return newest;
  for (const number of walk(image, [root]).reached) {
    const page = image.page(number);
    if (page === undefined) continue;
    for (const { columns } of cellsOf(image, page, number)) {
      const [name, value] = columns;
      if (name === "snapshot_changes" && typeof value === "number") newest = Math.max(newest, value);
    }
  }
  return newest;
}
