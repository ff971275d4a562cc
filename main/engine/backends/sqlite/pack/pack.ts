import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { Slices } from "../../../core/slices.ts";
import { encode } from "../../../delta/encode.ts";
import { isDelta } from "../../../delta/encoding.ts";
import type { ResolvedOptions } from "../../../options.ts";
import type { JobOptions, PackReport } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { isCount } from "../core/notes.ts";
import { touchedBetween } from "../read/candidates.ts";
import { LONGEST_CHAIN } from "../read/chain.ts";
import { successorOf, textOf } from "../read/textOf.ts";
import type { HistoryRow, ValueRow } from "../storage/rows.ts";

/** Up to which revision superseded values have been looked at, and under which strategy. */
const PACKED = "packed";

/** How long one transaction of a pack may take, in milliseconds: what a write may have to wait for it. */
const BATCH = 4;

/** Up to this many keys touched since the last pack are looked up; for more, the history is walked. */
const MOST_LOOKED_UP = 50_000;

const PAGE = 100;

interface Packed {
  readonly strategy: string;
  readonly upTo: Revision;
}

/** How many revisions have come since the last pack. */
export function unpackedRevisions(core: StoreCore): number {
  if (core.options.deltaStrategy === "none") return 0;
  return core.head.revision - (packed(core)?.upTo ?? 0);
}

/**
 * Applies the delta strategy to superseded values (rule D1): those that came since the last time, or all when the
 * strategy is another one. It writes in short transactions between which others write.
 */
export async function pack(core: StoreCore, options?: JobOptions): Promise<PackReport> {
  const slices = new Slices(options);
  // All of one pack goes by the same options, whatever is chosen meanwhile.
  const chosen = core.options;
  const strategy = strategyOf(chosen);
  core.assertOpen();
  const start = await core.queue.submit(() => {
    core.settle();
    const last = packed(core);
    const again = last !== null && last.strategy !== strategy;
    const from = last === null || again ? (0 as Revision) : last.upTo;
    const upTo = core.head.revision;
    const { touched, written } = touchedBetween(core.own, from, upTo);
    const keys =
      from > 0 && written && touched <= MOST_LOOKED_UP ? core.own.touchedKeys.all({ from, to: upTo }) : null;
    const idle = last === null && chosen.deltaStrategy === "none";
    return idle || from === upTo ? null : { from, upTo, keys, again };
  });
  const report = { values: 0, bytesBefore: 0, bytesAfter: 0 };
  if (start === null) return report;
  const next = start.keys === null ? walk(core, start.from) : lookUp(core, start.keys, start.from);
  let done = 0;
  for (let more = true; more; ) {
    core.assertOpen();
    more = await core.queue.submit(() => {
      // What others wrote since the last batch may have superseded a value that a delta leans on.
      core.settle();
      const end = performance.now() + BATCH;
      while (performance.now() < end) {
        const rows = next();
        if (rows === null) return false;
        for (const row of rows) packRow(core, chosen, row, start.again, report);
        done += rows.length;
      }
      return true;
    });
    await slices.pause(done, null);
  }
  core.assertOpen();
  await core.queue.submit(() => {
    const note: Packed = { strategy, upTo: start.upTo };
    core.write.note.run(PACKED, JSON.stringify(note), core.head.revision);
  });
  options?.onProgress?.(done, done);
  return report;
}

function strategyOf({ enableCompression, deltaStrategy }: ResolvedOptions): string {
  return enableCompression ? deltaStrategy : `${deltaStrategy}, uncompressed`;
}

/** What the last pack noted; null, and everything is looked at again, when there is none or it is damaged. */
function packed(core: StoreCore): Packed | null {
  const text = core.own.meta.get(PACKED);
  if (typeof text !== "string") return null;
  try {
    const note = JSON.parse(text) as Partial<Packed>;
    return typeof note.strategy === "string" && isCount(note.upTo) ? (note as Packed) : null;
  } catch {
    return null;
  }
}

/** Gives the rows superseded after a revision, a few at a time, in the order of keys; null at the end. */
function walk(core: StoreCore, after: Revision): () => HistoryRow[] | null {
  let last: { readonly key: string; readonly until: Revision } = { key: "", until: 0 as Revision };
  return () => {
    const rows = core.own.historyPage.all(last.key, last.until, PAGE);
    last = rows.at(-1) ?? last;
    return rows.length === 0 ? null : rows.filter(({ until }) => until > after);
  };
}

/** The same for keys that are known. */
function lookUp(core: StoreCore, keys: readonly Key[], after: Revision): () => HistoryRow[] | null {
  let at = 0;
  let from = after;
  return () => {
    const key = keys[at];
    if (key === undefined) return null;
    const rows = core.own.supersededAfter.all(key, from, PAGE);
    if (rows.length < PAGE) {
      at += 1;
      from = after;
    } else {
      from = rows.at(-1)?.until ?? after;
    }
    return rows;
  };
}

function packRow(
  core: StoreCore,
  chosen: ResolvedOptions,
  listed: HistoryRow,
  again: boolean,
  report: { values: number; bytesBefore: number; bytesAfter: number },
): void {
  // The page may have been read before another process pruned.
  const row = core.own.supersededUntil.get(listed.key, listed.until);
  if (row === undefined || (row.encoding !== 0 && !again)) return;
  const text = textOf(core.own, row);
  const encoded = encode(chosen, text, nextText(core, row));
  const before = storedSize(row);
  report.values += 1;
  report.bytesBefore += before;
  report.bytesAfter += encoded.size;
  if (encoded.encoding !== row.encoding || encoded.size !== before) {
    // Taken out and put in again, not updated: only then does SQLite join pages that have become nearly empty.
    core.write.deleteHistory.run(row.key, row.until);
    const { key, until, since, digest } = row;
    core.write.insertPacked.run(
      key,
      until,
      since,
      encoded.encoding,
      Buffer.byteLength(text),
      digest,
      encoded.value,
    );
  }
}

/** The text that a delta may lean on; undefined when there is none, or the chain would become too long (rule D2). */
function nextText(core: StoreCore, row: HistoryRow): JsonText | undefined {
  const next = successorOf(core.own, row.key, row.until);
  if (next === undefined) return undefined;
  const links = linksBelow(core, row) + 1 + linksAbove(core, next);
  return links > LONGEST_CHAIN ? undefined : textOf(core.own, next);
}

/** How many older values lean on this one, one on the other. */
function linksBelow(core: StoreCore, row: HistoryRow): number {
  let links = 0;
  for (let { since } = row; links < LONGEST_CHAIN; links += 1) {
    const older = core.own.supersededUntil.get(row.key, since);
    if (older === undefined || !isDelta(older.encoding)) break;
    since = older.since;
  }
  return links;
}

/** On how many newer values this one leans. */
export function linksAbove(core: Pick<StoreCore, "own">, row: ValueRow): number {
  let links = 0;
  for (let at: ValueRow | undefined = row; at?.until != null && isDelta(at.encoding); links += 1) {
    at = successorOf(core.own, at.key, at.until);
  }
  return links;
}

function storedSize({ value }: HistoryRow): number {
  return typeof value === "string" ? Buffer.byteLength(value) : value.length;
}
