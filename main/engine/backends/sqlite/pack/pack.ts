import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { LARGE_VALUE, Slices } from "../../../core/slices.ts";
import { encode } from "../../../delta/encode.ts";
import { Encoding } from "../../../delta/encoding.ts";
import type { ResolvedOptions } from "../../../options.ts";
import type { JobOptions, PackReport } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { isCount } from "../core/notes.ts";
import { touchedBetween } from "../read/candidates.ts";
import { textOf } from "../read/textOf.ts";
import type { HistoryMark, HistoryRow } from "../storage/rows.ts";
import { nextToLeanOn } from "./links.ts";
import { packLarge } from "./packLarge.ts";
import { PackStatements } from "./packStatements.ts";
import { type PackedSizes, replaceRow } from "./replaceRow.ts";

/** The revision up to which superseded values were packed, and the strategy. */
const PACKED = "packed";

/** The longest transaction of a pack in milliseconds, for which a write may have to wait. */
const BATCH = 4;

/** Up to this many keys touched since the last pack are looked up; for more, the whole history is read. */
const MOST_LOOKED_UP = 50_000;

const PAGE = 100;

interface Packed {
  readonly strategy: string;
  readonly upTo: Revision;
}

/** The number of revisions since the last pack. */
export function unpackedRevisions(core: StoreCore): number {
  if (core.options.deltaStrategy === "none") return 0;
  return core.head.revision - (packed(core)?.upTo ?? 0);
}

/**
 * Applies the delta strategy to superseded values (rule D1): to new ones since the last pack, or to all if the strategy
 * changed. It writes in short transactions between which others write.
 */
export async function pack(core: StoreCore, options?: JobOptions): Promise<PackReport> {
  const slices = new Slices(options);
  // A pack uses the same options throughout, even if they are changed meanwhile.
  const chosen = core.options;
  const strategy = strategyOf(chosen);
  core.assertOpen();
  const start = await core.queue.submit(() => {
    core.flushPending();
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
  const statements = new PackStatements(core.own.database);
  const next =
    start.keys === null ? walk(statements, start.from) : lookUp(statements, start.keys, start.from);
  const large: HistoryMark[] = [];
  let done = 0;
  for (let more = true; more; ) {
    core.assertOpen();
    more = await core.queue.submit(() => {
      // Writes since the last batch may have superseded a delta base.
      core.flushPending();
      const end = performance.now() + BATCH;
      while (performance.now() < end) {
        const rows = next();
        if (rows === null) return false;
        for (const row of rows) {
          if (row.size > LARGE_VALUE && row.encoding === Encoding.PLAIN) large.push(row);
          else packRow(core, statements, chosen, row, start.again, report);
        }
        done += rows.length;
        if (large.length > 0) break;
      }
      return true;
    });
    for (const row of large.splice(0)) {
      await packLarge(core, statements, chosen, row, report, slices);
      core.assertOpen();
    }
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

/** The record of the last pack; null if there is none or it is damaged, and everything is packed again. */
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

/** Returns the rows superseded after a revision, a few at a time, in key order; null at the end. */
function walk(statements: PackStatements, after: Revision): () => HistoryMark[] | null {
  let last: { readonly key: string; readonly until: Revision } = { key: "", until: 0 as Revision };
  return () => {
    const rows = statements.markPage.all(last.key, last.until, PAGE);
    last = rows.at(-1) ?? last;
    return rows.length === 0 ? null : rows.filter(({ until }) => until > after);
  };
}

/** The same for known keys. */
function lookUp(
  statements: PackStatements,
  keys: readonly Key[],
  after: Revision,
): () => HistoryMark[] | null {
  let at = 0;
  let from = after;
  return () => {
    const key = keys[at];
    if (key === undefined) return null;
    const rows = statements.marksAfter.all(key, from, PAGE);
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
  statements: PackStatements,
  chosen: ResolvedOptions,
  listed: HistoryMark,
  again: boolean,
  report: PackedSizes,
): void {
  // Another process may have pruned the row since the page was read.
  const row = core.own.supersededUntil.get(listed.key, listed.until);
  if (row === undefined || (row.encoding !== 0 && !again)) return;
  const text = textOf(core.own, row);
  const encoded = encode(chosen, text, nextText(core, statements, row));
  replaceRow(core, { ...row, size: Buffer.byteLength(text) }, storedSize(row), encoded, report);
}

/** The text for a delta base; undefined if there is none, or if the chain would become too long (rule D2). */
function nextText(core: StoreCore, statements: PackStatements, row: HistoryRow): JsonText | undefined {
  const next = nextToLeanOn(core, statements, row);
  return next && textOf(core.own, next);
}

function storedSize({ value }: HistoryRow): number {
  return typeof value === "string" ? Buffer.byteLength(value) : value.length;
}
