import { preview } from "../../../../shared/json/index.ts";
import type { Key, Revision } from "../../../../shared/model/index.ts";
import type { JobOptions, TemporalStore } from "../../persistence.ts";
import { PREVIEW_LENGTH } from "../read/summary.ts";
import type { EntryFilter } from "./entryFilter.ts";

/** An interval of history in which a key had a matching value. */
export interface FoundInterval {
  readonly key: Key;
  readonly from: Revision;
  /** The revision that ended it; null for the present. */
  readonly until: Revision | null;
  /** The beginning of its newest value. */
  readonly preview: string;
}

/** The result of one step of the search. */
export interface SearchStep {
  /** Values examined so far. */
  readonly looked: number;
  readonly found: readonly FoundInterval[];
}

/** Milliseconds between two steps, approximately. */
const STEP = 100;

/** The most intervals in one step. */
const MOST_AT_ONCE = 500;

/**
 * Searches every retained version of every key, deleted ones included, and reports its matches about ten times a
 * second: in key order, each key's intervals newest first. Adjacent matching versions form one interval.
 */
export async function* searchHistory(
  store: Pick<TemporalStore, "versions">,
  filters: readonly EntryFilter[],
  options: JobOptions,
): AsyncGenerator<SearchStep, void, void> {
  let open: FoundInterval | undefined;
  let found: FoundInterval[] = [];
  let looked = 0;
  let stepEnd = performance.now() + STEP;
  for await (const { key, text, since, until } of store.versions(options)) {
    looked += 1;
    if (found.length >= MOST_AT_ONCE || ((looked & 255) === 0 && performance.now() >= stepEnd)) {
      yield { looked, found };
      found = [];
      stepEnd = performance.now() + STEP;
    }
    let wanted = true;
    for (const filter of filters) {
      wanted = filter.by === "key" ? filter.matches(key) : await filter.wants(key, text, options.signal);
      if (!wanted) break;
    }
    if (!wanted) continue;
    if (open?.key === key && until === open.from) {
      open = { ...open, from: since };
      continue;
    }
    if (open !== undefined) found.push(open);
    open = { key, from: since, until, preview: preview(text, PREVIEW_LENGTH) };
  }
  if (open !== undefined) found.push(open);
  yield { looked, found };
}
