import type { Entry, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import type { Backend } from "../../backends/backend.ts";
import { Stopwatch } from "../../core/metering.ts";
import { Slices } from "../../core/slices.ts";
import type { JobOptions } from "../../persistence.ts";
import { assertAscending, successor } from "./range.ts";

/** Up to this many bytes of values are read at once, without a view of their own. */
const SMALL_BYTES = 256 * 1024;

/** A page ends after this many entries, or once their texts have this many UTF-16 units together. */
const PAGE = 256;
const PAGE_UNITS = 256 * 1024;

const EVERYTHING = { from: "", before: null } as const;

/**
 * Every entry of one moment in key order, in a consistent view however long it takes.
 *
 * @param onFailure Called if it fails, before the error is thrown.
 */
export async function* scan(
  backend: Backend,
  at: Moment,
  options?: JobOptions,
  onFailure?: () => void,
): AsyncGenerator<Entry, void, void> {
  const pages = scanPages(backend, at, options);
  try {
    for await (const page of pages) yield* page;
  } catch (error) {
    onFailure?.();
    throw error;
  }
}

/**
 * The same in pages.
 *
 * @param watch Measures the time of the reading itself.
 */
export async function* scanPages(
  backend: Backend,
  at: Moment,
  options?: JobOptions,
  watch: Stopwatch = new Stopwatch(),
): AsyncGenerator<readonly Entry[], void, void> {
  const slices = new Slices(options);
  const present = await backend.view("short", [at]);
  const [revision] = present.at as [Revision];
  if (await present.isSmall(revision, SMALL_BYTES)) {
    const all = await watch.time(() => present.entries(revision, EVERYTHING, Number.MAX_SAFE_INTEGER));
    yield all;
    options?.onProgress?.(all.length, all.length);
    return;
  }
  const view = await backend.view("long", [at]);
  try {
    const [fixed] = view.at as [Revision];
    const { entryCount } = await view.sizeAt(fixed);
    let done = 0;
    for (let from: string = EVERYTHING.from; ; ) {
      const range = { from, before: null };
      const page = await watch.time(() => view.entries(fixed, range, PAGE, PAGE_UNITS));
      assertAscending(page, from);
      if (page.length > 0) yield page;
      done += page.length;
      const last: Key | undefined = page.at(-1)?.key;
      if (last === undefined) break;
      from = successor(last);
      if (slices.due) await slices.pause(done, entryCount);
    }
    options?.onProgress?.(done, entryCount);
  } finally {
    view.close();
  }
}
