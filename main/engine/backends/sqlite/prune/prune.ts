import type { Key, Revision, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { Slices } from "../../../core/slices.ts";
import { Encoding, isDelta } from "../../../delta/encoding.ts";
import type { PruneReport } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { textOf } from "../read/textOf.ts";
import { deleteRow, surplusOf } from "../snapshots/delete.ts";
import { deletedVersions, forgetDeleted } from "../snapshots/deleted.ts";
import type { HistoryRow } from "../storage/rows.ts";
import { RowSet } from "../write/rowSet.ts";
import { pruneLog } from "./pruneLog.ts";
import { Retained } from "./retained.ts";

const PAGE = 500;

/** The most keys that a report lists. */
const MOST_NAMED = 1000;

/**
 * Inside a long transaction: deletes history that no snapshot and no retained revision can see (rule H4), after
 * snapshots beyond the store's limit. Deleted snapshots are dropped for good (rule F26). A dry run takes the same path
 * without changes.
 */
export async function prune(core: StoreCore, keepRevisions: number, dryRun: boolean): Promise<PruneReport> {
  const slices = new Slices();
  const { own, write, head } = core;
  const surplus = surplusOf(core);
  const deleted = deletedVersions(core);
  const gone = new Set(surplus.map(({ sequence }) => sequence));
  const staying = own.snapshots.all().filter(({ sequence }) => !gone.has(sequence));
  const floor = Math.max(core.floor(own), head.revision - keepRevisions) as Revision;
  const retained = new Retained(
    staying.map(({ revision }) => revision),
    floor,
  );
  const report = { values: 0, bytes: 0, unrecoverableKeyCount: 0, unrecoverableKeys: [] as Key[] };
  const referenced = new RowSet();
  let previous: { readonly row: HistoryRow; readonly kept: boolean } | undefined;
  let anyKept = true;
  const endKey = () => {
    if (previous === undefined || anyKept || own.live.get(previous.row.key) !== undefined) return;
    report.unrecoverableKeyCount += 1;
    if (report.unrecoverableKeys.length < MOST_NAMED) report.unrecoverableKeys.push(previous.row.key);
  };
  for await (const row of supersededRows(core, slices)) {
    if (previous?.row.key !== row.key) {
      endKey();
      previous = undefined;
      anyKept = false;
    }
    const kept = retained.sees(row.since, row.until);
    if (kept) {
      anyKept = true;
      referenced.add(row.since);
      referenced.add(row.until);
    } else {
      report.values += 1;
      report.bytes += Buffer.byteLength(row.value);
      if (!dryRun) drop(core, row, previous?.kept === true ? previous.row : undefined);
    }
    previous = { row, kept };
  }
  endKey();
  if (!dryRun && surplus.length > 0) {
    for (const row of surplus) deleteRow(core, row);
    core.noteSnapshotChange();
  }
  const revisions = await pruneLog(core, retained, floor, referenced, dryRun, slices);
  if (!dryRun) {
    write.note.run("floor", floor, head.revision);
    forgetDeleted(core);
    if (surplus.length > 0 || deleted.length > 0 || revisions > 0) {
      core.noteChange({ revision: head.revision, snapshots: true, keys: [] });
    }
  }
  return {
    ...report,
    revisions,
    snapshots: surplus.map(({ version }) => version as SnapshotVersion),
    deletedSnapshots: deleted,
  };
}

/** Every superseded value, key by key, oldest first. */
async function* supersededRows(core: StoreCore, slices: Slices): AsyncGenerator<HistoryRow, void, void> {
  let seen = 0;
  for (let key = "" as string, until = 0 as Revision; ; ) {
    const page = core.own.historyPage.all(key, until, PAGE);
    yield* page;
    seen += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    ({ key, until } = last);
    if (slices.due) await slices.pause(seen, null);
  }
}

/** Deletes a value. If it is the delta base of the one before it, that one is first made a full version. */
function drop(core: StoreCore, row: HistoryRow, before: HistoryRow | undefined): void {
  if (before !== undefined && isDelta(before.encoding) && before.until === row.since) {
    core.write.reencode.run(Encoding.PLAIN, textOf(core.own, before), before.key, before.until);
  }
  core.write.deleteHistory.run(row.key, row.until);
}
