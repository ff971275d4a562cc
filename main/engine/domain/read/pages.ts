import type { Entry, EntrySummary, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import type { Awaitable, Backend, ReadView, Selection } from "../../backends/backend.ts";
import { Slices } from "../../core/slices.ts";
import type { KeyRange } from "../../persistence.ts";
import { inKeyOrder, KEYS_AT_ONCE } from "./among.ts";
import { assertAscending, isWithin, successor, toBounds } from "./range.ts";

/** How many rows of a range one call reads. */
const ROWS_AT_ONCE = 2000;

type ReadPage<Row> = (
  view: ReadView,
  at: Revision,
  selection: Selection,
  limit: number,
) => Awaitable<readonly Row[]>;

/** The entry as it was at that moment, or undefined. */
export async function readEntry(backend: Backend, key: Key, at: Moment): Promise<Entry | undefined> {
  if (at.kind === "now") return backend.entry(key);
  const view = await backend.view("short", [at]);
  const [entry] = await view.entries(view.at[0] as Revision, { keys: [key] }, 1);
  return entry;
}

/** @param length UTF-16 units of values after which the page ends, after one entry at the earliest. */
export function readEntries(
  backend: Backend,
  at: Moment,
  range: KeyRange,
  limit: number,
  length = Number.POSITIVE_INFINITY,
): Promise<Entry[]> {
  let left = length;
  const read: ReadPage<Entry> = async (view, revision, selection, most) => {
    if (left <= 0) return [];
    const entries = await view.entries(revision, selection, most, left);
    for (const { text } of entries) left -= text.length;
    return entries;
  };
  return readPage(backend, at, range, limit, read, ({ key }) => key);
}

export function readSummaries(
  backend: Backend,
  at: Moment,
  range: KeyRange,
  limit: number,
): Promise<EntrySummary[]> {
  const read: ReadPage<EntrySummary> = (view, revision, selection, most) =>
    view.summaries(revision, selection, most);
  return readPage(backend, at, range, limit, read, ({ key }) => key);
}

export function readKeys(backend: Backend, at: Moment, range: KeyRange, limit: number): Promise<Key[]> {
  return readPage(
    backend,
    at,
    range,
    limit,
    (view, revision, selection, most) => view.keys(revision, selection, most),
    (key) => key,
  );
}

/** How many entries there were. */
export async function countAt(backend: Backend, at: Moment): Promise<number> {
  const view = await backend.view("short", [at]);
  return (await view.sizeAt(view.at[0] as Revision)).entryCount;
}

/** Rows of a range, or of these keys in it: in pages with pauses in between, all of the same revision. */
async function readPage<Row>(
  backend: Backend,
  at: Moment,
  range: KeyRange,
  limit: number,
  read: ReadPage<Row>,
  keyOf: (row: Row) => Key,
): Promise<Row[]> {
  const slices = new Slices();
  const view = await backend.view("short", [at]);
  const revision = view.at[0] as Revision;
  const rows: Row[] = [];
  let bounds = toBounds(range);
  const among = range.among && inKeyOrder(range.among).filter((key) => isWithin(key, bounds));
  for (let asked = 0; ; ) {
    const some = among?.slice(asked, asked + KEYS_AT_ONCE);
    const most = Math.min(limit - rows.length, ROWS_AT_ONCE);
    if (most === 0 || some?.length === 0) return rows;
    const taken = await read(view, revision, some === undefined ? bounds : { keys: some }, most);
    assertAscending(
      taken.map((row) => ({ key: keyOf(row) })),
      bounds.from,
    );
    for (const row of taken) rows.push(row);
    const last = taken.at(-1);
    if (some === undefined && (last === undefined || taken.length < most)) return rows;
    if (last !== undefined) bounds = { ...bounds, from: successor(keyOf(last)) };
    asked += KEYS_AT_ONCE;
    if (slices.due) await slices.pause(rows.length, null);
  }
}
