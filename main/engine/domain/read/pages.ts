import { preview, typeOf } from "../../../../shared/json/index.ts";
import type { Entry, EntrySummary, JsonText, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import type { Head } from "../../backends/sqlite/core/head.ts";
import { storedTextOf, textOf, valueAt } from "../../backends/sqlite/read/textOf.ts";
import { valuesAt } from "../../backends/sqlite/read/valuesAt.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import type { ValueRow } from "../../backends/sqlite/storage/rows.ts";
import { Slices } from "../../core/slices.ts";
import type { KeyRange } from "../../persistence.ts";
import { inKeyOrder, KEYS_AT_ONCE } from "./among.ts";
import { revisionAt } from "./moment.ts";
import { assertAscending, type Bounds, isWithin, successor, toBounds } from "./range.ts";
import { PREVIEW_LENGTH, summaryOf, summaryOfStored } from "./summary.ts";

/** How many rows a page takes in one go. */
const ROWS_PER_SLICE = 2000;

type Page<Row> = (statements: ReadStatements, bounds: Bounds, limit: number, at: Revision | null) => Row[];

/** The entry as it was at that moment, or undefined. */
export function readEntry(core: StoreCore, key: Key, at: Moment): Promise<Entry | undefined> {
  if (at.kind === "now") {
    return core.current((statements) => {
      const live = statements.live.get(key);
      return live && { key, text: live[3] as JsonText, since: live[1] };
    });
  }
  return core.historical((statements, present) => {
    const row = valueAt(statements, key, revisionAt(core, statements, present, at));
    return row && entryOf(statements, row);
  });
}

/** @param length UTF-16 units of values after which the page ends, however few they are. */
export function readEntries(
  core: StoreCore,
  at: Moment,
  range: KeyRange,
  limit: number,
  length?: number,
): Promise<Entry[]> {
  if (range.among !== undefined) return among(core, at, range.among, range, limit, entryOf, length);
  const read = length === undefined ? entriesPage : entriesUpTo(length);
  return page(core, at, range, limit, read, ({ key }) => key);
}

export function readSummaries(
  core: StoreCore,
  at: Moment,
  range: KeyRange,
  limit: number,
): Promise<EntrySummary[]> {
  if (range.among !== undefined) return among(core, at, range.among, range, limit, summaryOfRow);
  return page(core, at, range, limit, summariesPage, ({ key }) => key);
}

export function readKeys(core: StoreCore, at: Moment, range: KeyRange, limit: number): Promise<Key[]> {
  if (range.among !== undefined) return among(core, at, range.among, range, limit, (_, { key }) => key);
  return page(core, at, range, limit, keysPage, (key) => key);
}

/** How many entries there were. */
export function countAt(core: StoreCore, at: Moment): Promise<number> {
  if (at.kind === "now") return core.current(() => core.present.entryCount);
  return core.historical((statements, present) => {
    const revision = revisionAt(core, statements, present, at);
    return statements.revisionUpTo.get(revision)?.entry_count ?? 0;
  });
}

/** The page, taken in slices; all of them at the revision that the first one saw. */
async function page<Row>(
  core: StoreCore,
  at: Moment,
  range: KeyRange,
  limit: number,
  read: Page<Row>,
  keyOf: (row: Row) => Key,
): Promise<Row[]> {
  let bounds = toBounds(range);
  const slices = new Slices();
  const rows: Row[] = [];
  let pinned: Revision | undefined;
  const slice = (statements: ReadStatements, present: Head): Row[] => {
    pinned ??= revisionAt(core, statements, present, at);
    const current = pinned === present.revision;
    return read(statements, bounds, Math.min(limit - rows.length, ROWS_PER_SLICE), current ? null : pinned);
  };
  for (;;) {
    const taken: Row[] =
      at.kind === "now" && pinned === undefined ? await core.consistent(slice) : await core.historical(slice);
    assertAscending(
      taken.map((row) => ({ key: keyOf(row) })),
      bounds.from,
    );
    for (const row of taken) rows.push(row);
    const last = taken.at(-1);
    if (last === undefined || taken.length < ROWS_PER_SLICE || rows.length >= limit) return rows;
    bounds = { ...bounds, from: successor(keyOf(last)) };
    if (slices.due) await slices.pause(rows.length, null);
  }
}

/** Those of these keys that exist and are in the range, in key order; some hundred are read at once. */
async function among<Row>(
  core: StoreCore,
  at: Moment,
  given: readonly string[],
  range: KeyRange,
  limit: number,
  make: (statements: ReadStatements, row: ValueRow) => Row,
  length = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
  const bounds = toBounds(range);
  const keys = inKeyOrder(given).filter((key) => isWithin(key, bounds));
  const slices = new Slices();
  const rows: Row[] = [];
  let left = length;
  let pinned: Revision | undefined;
  for (let first = 0; first < keys.length && rows.length < limit && left > 0; first += KEYS_AT_ONCE) {
    const some = keys.slice(first, first + KEYS_AT_ONCE);
    const read = (statements: ReadStatements, present: Head) => {
      pinned ??= revisionAt(core, statements, present, at);
      const rowOf = valuesAt(statements, some, pinned);
      const made: Row[] = [];
      let still = left;
      for (const key of some) {
        if (rows.length + made.length >= limit || still <= 0) break;
        const row = rowOf(key);
        if (row === undefined) continue;
        const one = make(statements, row);
        made.push(one);
        if (hasText(one)) still -= one.text.length;
      }
      return { made, left: still };
    };
    const found = await (at.kind === "now" && pinned === undefined
      ? core.consistent(read)
      : core.historical(read));
    for (const row of found.made) rows.push(row);
    left = found.left;
    if (slices.due) await slices.pause(rows.length, null);
  }
  return rows;
}

const hasText = (row: unknown): row is Entry => typeof row === "object" && row !== null && "text" in row;

function entryOf(statements: ReadStatements, row: ValueRow): Entry {
  return { key: row.key, text: textOf(statements, row), since: row.since };
}

function summaryOfRow(statements: ReadStatements, row: ValueRow): EntrySummary {
  const stored = storedTextOf(statements, row);
  const summary = summaryOfStored(row.key, stored, row.since);
  stored.release();
  return summary;
}

const keysPage: Page<Key> = (statements, { from, before }, limit, at) =>
  at === null
    ? statements.keysNow.all(from, before, limit)
    : statements.keysAt.all({ at, from, before, limit });

const entriesPage: Page<Entry> = (statements, { from, before }, limit, at) => {
  const rows =
    at === null
      ? statements.valuesNow.all(from, before, limit)
      : statements.valuesAt.all({ at, from, before, limit });
  return rows.map((row) => entryOf(statements, row));
};

/** The same, one value after the other: several large ones never are in memory at once. */
function entriesUpTo(length: number): Page<Entry> {
  let left = length;
  return (statements, { from, before }, limit, at) => {
    const entries: Entry[] = [];
    const rows =
      at === null
        ? statements.valuesNow.iterate(from, before, limit)
        : statements.valuesAt.iterate({ at, from, before, limit });
    for (const row of left > 0 ? rows : []) {
      const text = textOf(statements, row);
      entries.push({ key: row.key, text, since: row.since });
      left -= text.length;
      if (left <= 0) break;
    }
    return entries;
  };
}

const summariesPage: Page<EntrySummary> = (statements, { from, before }, limit, at) => {
  if (at === null) {
    return statements.summariesNow.all(from, before, limit).map(([key, since, size, head]) => ({
      key,
      type: typeOf(head),
      size,
      preview: preview(head, PREVIEW_LENGTH),
      since,
    }));
  }
  return statements.valuesAt
    .all({ at, from, before, limit })
    .map((row) => summaryOf(row.key, textOf(statements, row), row.since));
};
