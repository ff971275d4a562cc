import type { Entry, Moment, Revision } from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import type { Head } from "../../backends/sqlite/core/head.ts";
import { textOf } from "../../backends/sqlite/read/textOf.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import type { ValueRow } from "../../backends/sqlite/storage/rows.ts";
import { Slices } from "../../core/slices.ts";
import { Stopwatch } from "../../metrics/metering.ts";
import type { JobOptions } from "../../persistence.ts";
import { revisionAt } from "./moment.ts";

/** Past every revision and every count of rows. */
const ALL = Number.MAX_SAFE_INTEGER;

/** And only past so few superseded values, which have to be walked past. */
const MOST_SUPERSEDED = 2000;

/** Up to this many bytes of values are read at once, without a view of their own. */
const SMALL = 256 * 1024;

/** A page ends after so many entries, or once their texts are this long. */
const PAGE = 64;

/**
 * Every entry of one moment in key order, a consistent view however long it takes.
 *
 * @param onFailure Called when it fails, before that is thrown.
 */
export async function* scan(
  core: StoreCore,
  at: Moment,
  options?: JobOptions,
  onFailure?: () => void,
): AsyncGenerator<Entry, void, void> {
  const pages = scanPages(core, at, options);
  try {
    for await (const page of pages) yield* page;
  } catch (error) {
    onFailure?.();
    throw error;
  }
}

/**
 * The same, some entries at a time.
 *
 * @param watch Counts how long the reading itself takes.
 */
export async function* scanPages(
  core: StoreCore,
  at: Moment,
  options?: JobOptions,
  watch: Stopwatch = new Stopwatch(),
): AsyncGenerator<readonly Entry[], void, void> {
  const slices = new Slices(options);
  const readSmall = (statements: ReadStatements, present: Head) =>
    watch.time(() => smallState(statements, present, revisionAt(core, statements, present, at)));
  const small = await (at.kind === "now" ? core.consistent(readSmall) : core.historical(readSmall));
  if (small !== null) {
    yield small;
    options?.onProgress?.(small.length, small.length);
    return;
  }
  const view = await core.view();
  try {
    const { statements, head } = view;
    const revision = revisionAt(core, statements, head, at);
    const total = statements.revisionUpTo.get(revision)?.entry_count ?? 0;
    const rows = rowsOf(statements, head, revision);
    // In memory there is one connection, which can do nothing else while a statement is being stepped through.
    const taken = core.path === null ? watch.time(() => [...rows]) : rows;
    const iterator = taken[Symbol.iterator]();
    let done = 0;
    try {
      for (;;) {
        const page = watch.time(() => nextPage(statements, iterator));
        if (page.length === 0) break;
        yield page;
        done += page.length;
        if (slices.due) await slices.pause(done, total);
      }
    } finally {
      iterator.return?.();
    }
    options?.onProgress?.(done, total);
  } catch (error) {
    throw core.failure(error);
  } finally {
    view.close();
  }
}

function nextPage(statements: ReadStatements, rows: Iterator<ValueRow>): Entry[] {
  const page: Entry[] = [];
  let length = 0;
  while (page.length < PAGE && length < SMALL) {
    const { done, value: row } = rows.next();
    if (done === true) break;
    const text = textOf(statements, row);
    page.push({ key: row.key, text, since: row.since });
    length += text.length;
  }
  return page;
}

/** All entries of a state that is small, then and now; null otherwise. */
function smallState(statements: ReadStatements, present: Head, revision: Revision): Entry[] | null {
  if (present.sizeBytes > SMALL) return null;
  if (revision !== present.revision) {
    if ((statements.revisionUpTo.get(revision)?.size_bytes ?? 0) > SMALL) return null;
    if (statements.historyReaches.get(MOST_SUPERSEDED) === 1) return null;
  }
  return [...rowsOf(statements, present, revision)].map((row) => ({
    key: row.key,
    text: textOf(statements, row),
    since: row.since,
  }));
}

function rowsOf(statements: ReadStatements, present: Head, revision: Revision): Iterable<ValueRow> {
  const open = { from: "", before: Buffer.alloc(0), limit: ALL };
  return revision === present.revision
    ? statements.valuesNow.iterate(open.from, open.before, open.limit)
    : statements.valuesAt.iterate({ at: revision, ...open });
}
