import { preview, typeOf } from "../../../../shared/json/index.ts";
import type { Entry, EntrySummary, JsonText, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import type { Head } from "../../backends/sqlite/core/head.ts";
import { textOf, valueAt } from "../../backends/sqlite/read/textOf.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import type { ValueRow } from "../../backends/sqlite/storage/rows.ts";
import { Slices } from "../../core/slices.ts";
import type { KeyRange } from "../../persistence.ts";
import { revisionAt } from "./moment.ts";
import { assertAscending, type Bounds, successor, toBounds } from "./range.ts";
import { PREVIEW_LENGTH, summaryOf } from "./summary.ts";

/** How many rows a page takes in one go. */
const ROWS_PER_SLICE = 2000;

type Page<Row> = (statements: ReadStatements, bounds: Bounds, limit: number, at: Revision | null) => Row[];

/** The entry as it was at that moment, or undefined. */
export function readEntry(core: StoreCore, key: Key, at: Moment): Promise<Entry | undefined> {
  const entryOf = (statements: ReadStatements, row: ValueRow | undefined) =>
    row && { key, text: textOf(statements, row), since: row.since };
  if (at.kind === "now") {
    return core.current((statements) => {
      const live = statements.live.get(key);
      return live && { key, text: live[3] as JsonText, since: live[1] };
    });
  }
  return core.historical((statements, present) =>
    entryOf(statements, valueAt(statements, key, revisionAt(core, statements, present, at))),
  );
}

/** @param length UTF-16 units of values after which the page ends, however few they are. */
export function readEntries(
  core: StoreCore,
  at: Moment,
  range: KeyRange,
  limit: number,
  length?: number,
): Promise<Entry[]> {
  const read = length === undefined ? entriesPage : entriesUpTo(length);
  return page(core, at, range, limit, read, ({ key }) => key);
}

export function readSummaries(
  core: StoreCore,
  at: Moment,
  range: KeyRange,
  limit: number,
): Promise<EntrySummary[]> {
  return page(core, at, range, limit, summariesPage, ({ key }) => key);
}

export function readKeys(core: StoreCore, at: Moment, range: KeyRange, limit: number): Promise<Key[]> {
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

const keysPage: Page<Key> = (statements, { from, before }, limit, at) =>
  at === null
    ? statements.keysNow.all(from, before, limit)
    : statements.keysAt.all({ at, from, before, limit });

const entriesPage: Page<Entry> = (statements, { from, before }, limit, at) => {
  const rows =
    at === null
      ? statements.valuesNow.all(from, before, limit)
      : statements.valuesAt.all({ at, from, before, limit });
  return rows.map((row) => ({ key: row.key, text: textOf(statements, row), since: row.since }));
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
