import { preview, typeOf } from "../../../../../shared/json/index.ts";
import type { Entry, EntrySummary, JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { PREVIEW_LENGTH, summaryOf, summaryOfStored } from "../../../domain/read/summary.ts";
import type { Selection } from "../../backend.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { ValueRow } from "../storage/rows.ts";
import { storedTextOf, textOf, valueAt } from "./textOf.ts";
import { valuesAt } from "./valuesAt.ts";

/** Which rows of which moment. */
export interface Page {
  readonly at: Revision;
  readonly isPresent: boolean;
  readonly selection: Selection;
  readonly limit: number;
}

/** SQLite orders an empty blob after every text. */
const OPEN = Buffer.alloc(0);

export function keysPage(statements: ReadStatements, page: Page): Key[] {
  const { at, isPresent, selection, limit } = page;
  if ("keys" in selection)
    return [...rowsOfKeys(statements, at, selection.keys)].slice(0, limit).map(({ key }) => key);
  const { from } = selection;
  const before = selection.before ?? OPEN;
  return isPresent
    ? statements.keysNow.all(from, before, limit)
    : statements.keysAt.all({ at, from, before, limit });
}

/** One value after the other where their length is limited: several large ones never are in memory at once. */
export function entriesPage(
  statements: ReadStatements,
  page: Page,
  length = Number.POSITIVE_INFINITY,
): Entry[] {
  const { limit } = page;
  const entries: Entry[] = [];
  let left = length;
  if (limit === 0 || left <= 0) return entries;
  for (const row of rowsOf(statements, page, length === Number.POSITIVE_INFINITY ? "all" : "iterate")) {
    const text = textOf(statements, row);
    entries.push({ key: row.key, text, since: row.since });
    left -= text.length;
    if (left <= 0 || entries.length === limit) break;
  }
  return entries;
}

export function summariesPage(statements: ReadStatements, page: Page): EntrySummary[] {
  const { isPresent, selection, limit } = page;
  if ("keys" in selection) {
    const summaries: EntrySummary[] = [];
    for (const row of limit === 0 ? [] : rowsOf(statements, page, "iterate")) {
      const stored = storedTextOf(statements, row);
      summaries.push(summaryOfStored(row.key, stored, row.since));
      stored.release();
      if (summaries.length === limit) break;
    }
    return summaries;
  }
  if (!isPresent)
    return Array.from(rowsOf(statements, page, "all"), (row) =>
      summaryOf(row.key, textOf(statements, row), row.since),
    );
  const { from, before } = selection;
  return statements.summariesNow.all(from, before ?? OPEN, limit).map(([key, since, size, head]) => ({
    key,
    type: typeOf(head),
    size,
    preview: preview(head, PREVIEW_LENGTH),
    since,
  }));
}

/** @param how All at once, which is faster, or one after the other. */
function rowsOf(
  statements: ReadStatements,
  { at, isPresent, selection, limit }: Page,
  how: "all" | "iterate",
): Iterable<ValueRow> {
  if ("keys" in selection) return rowsOfKeys(statements, at, selection.keys);
  const { from } = selection;
  const before = selection.before ?? OPEN;
  return isPresent
    ? statements.valuesNow[how](from, before, limit)
    : statements.valuesAt[how]({ at, from, before, limit });
}

function* rowsOfKeys(
  statements: ReadStatements,
  at: Revision,
  keys: readonly Key[],
): Generator<ValueRow, void, void> {
  const [only] = keys;
  const rowOf =
    only !== undefined && keys.length === 1
      ? (key: Key) => valueAt(statements, key, at)
      : valuesAt(statements, keys, at);
  for (const key of keys) {
    const row = rowOf(key);
    if (row !== undefined) yield row;
  }
}

/** The present text of a key with the revision that wrote it. */
export function presentEntry(statements: ReadStatements, key: Key): Entry | undefined {
  const live = statements.live.get(key);
  return live && { key, text: live[3] as JsonText, since: live[1] };
}
