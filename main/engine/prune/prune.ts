import type { Key, Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { Slices } from "../core/slices.ts";
import { isDelta } from "../delta/encoding.ts";
import { InvalidOptionError } from "../errors.ts";
import type { PruneReport } from "../persistence.ts";
import { textOf } from "../read/textOf.ts";
import { deleteRow } from "../snapshots/delete.ts";
import type { HistoryRow } from "../storage/rows.ts";
import { RowSet } from "../write/rowSet.ts";
import { pruneLog } from "./pruneLog.ts";
import { Retained } from "./retained.ts";

const PAGE = 500;

/** How many keys a report names. */
const MOST_NAMED = 1000;

/**
 * Inside a long transaction: drops what no snapshot and no retained revision can see (rule H4), and snapshots beyond
 * the store's limit first. A dry run takes the same way and changes nothing.
 */
export async function prune(core: StoreCore, keepRevisions: number, dryRun: boolean): Promise<PruneReport> {
  if (!Number.isSafeInteger(keepRevisions) || keepRevisions < 0) {
    throw new InvalidOptionError(
      `Expected keepRevisions to be a whole number from 0 on, found ${String(keepRevisions)}.`,
    );
  }
  const slices = new Slices();
  const { own, write, head } = core;
  const surplus = core.options.maxSnapshots > 0 ? write.oldestUnpinned.all(core.options.maxSnapshots) : [];
  const gone = new Set(surplus.map(({ sequence }) => sequence));
  const kept = own.snapshots.all().filter(({ sequence }) => !gone.has(sequence));
  const floor = Math.max(core.floor(own), head.revision - keepRevisions) as Revision;
  const retained = new Retained(
    kept.map(({ revision }) => revision),
    floor,
  );
  const report = { values: 0, bytes: 0, unrecoverableKeyCount: 0, unrecoverableKeys: [] as Key[] };
  const referenced = new RowSet();
  for await (const { key, rows } of histories(core, slices)) {
    const dropped = new Set(rows.filter(({ since, until }) => !retained.sees(since, until)));
    for (const row of rows) {
      if (!dropped.has(row)) {
        referenced.add(row.since);
        referenced.add(row.until);
      }
    }
    if (dropped.size === 0) continue;
    report.values += dropped.size;
    for (const { value } of dropped) report.bytes += Buffer.byteLength(value);
    if (dropped.size === rows.length && own.live.get(key) === undefined) {
      report.unrecoverableKeyCount += 1;
      if (report.unrecoverableKeys.length < MOST_NAMED) report.unrecoverableKeys.push(key);
    }
    if (!dryRun) dropRows(core, rows, dropped);
  }
  if (!dryRun) for (const row of surplus) deleteRow(core, row);
  const revisions = await pruneLog(core, retained, floor, referenced, dryRun, slices);
  if (!dryRun) {
    write.setMeta.run("floor", floor);
    if (surplus.length > 0 || revisions > 0) {
      core.noteChange({ revision: head.revision, snapshots: true, keys: [] });
    }
  }
  return { ...report, revisions, snapshots: surplus.map(({ version }) => version as SnapshotVersion) };
}

/** The superseded values of one key after another, oldest first. */
async function* histories(
  core: StoreCore,
  slices: Slices,
): AsyncGenerator<{ readonly key: Key; readonly rows: readonly HistoryRow[] }, void, void> {
  let rows: HistoryRow[] = [];
  let seen = 0;
  for (let key = "" as string, until = 0 as Revision; ; ) {
    const page = core.own.historyPage.all(key, until, PAGE);
    for (const row of page) {
      const first = rows[0];
      if (first !== undefined && first.key !== row.key) {
        yield { key: first.key, rows };
        rows = [];
      }
      rows.push(row);
    }
    seen += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    ({ key, until } = last);
    if (slices.due) await slices.pause(seen, null);
  }
  const first = rows[0];
  if (first !== undefined) yield { key: first.key, rows };
}

function dropRows(core: StoreCore, rows: readonly HistoryRow[], dropped: ReadonlySet<HistoryRow>): void {
  // What is told from a value that goes has to stand by itself first.
  rows.forEach((row, i) => {
    const next = rows[i + 1];
    if (dropped.has(row) || !isDelta(row.encoding) || next === undefined) return;
    if (next.since === row.until && dropped.has(next)) {
      core.write.reencode.run(0, textOf(core.own, row), row.key, row.until);
    }
  });
  for (const { key, until } of dropped) core.write.deleteHistory.run(key, until);
}
