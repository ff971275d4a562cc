import type { Revision } from "../../../../../shared/model/index.ts";
import type { Slices } from "../../../core/slices.ts";
import type { StoreCore } from "../core/core.ts";
import type { RowSet } from "../write/rowSet.ts";
import type { Retained } from "./retained.ts";

const PAGE = 500;

/**
 * Inside a long transaction: deletes revisions below the floor from the log, and returns how many are no longer
 * retained. Revisions that a snapshot names, or that wrote or ended a remaining value, keep their row. The touched keys
 * of the others are added to the next remaining revision, so that comparisons still cost what was touched.
 */
export async function pruneLog(
  core: StoreCore,
  retained: Retained,
  floor: Revision,
  referenced: RowSet,
  dryRun: boolean,
  slices: Slices,
): Promise<number> {
  const { own, write } = core;
  const formerFloor = core.floor(own);
  // The row with the number of entries at the floor.
  const atFloor = own.revisionUpTo.get(floor)?.id ?? floor;
  if (!dryRun) for (const since of own.liveSinceBelow.iterate(floor)) referenced.add(since);
  let count = 0;
  for (let after = 0 as Revision; ; ) {
    const rows = own.revisionsBelow.all(after, atFloor, PAGE);
    for (const { id, key, everything } of rows) {
      if (retained.isNamed(id)) continue;
      if (id >= formerFloor) count += 1;
      if (dryRun || referenced.has(id)) continue;
      const heir = heirOf(core, retained, id, atFloor);
      if (key !== null) write.insertTouched.run(heir, key);
      write.moveTouched.run(heir, id);
      write.deleteTouched.run(id);
      if (everything === 1) write.markEverything.run(heir);
      write.deleteRevision.run(id);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return count;
    after = last.id;
    if (slices.due) await slices.pause(count, null);
  }
}

/** The row of the first remaining revision after this one. */
function heirOf(core: StoreCore, retained: Retained, id: Revision, atFloor: Revision): Revision {
  const next = retained.firstFrom((id + 1) as Revision);
  return next >= atFloor ? atFloor : (core.own.revisionUpTo.get(next)?.id ?? atFloor);
}
