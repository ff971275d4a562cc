import { LRUCache } from "lru-cache";
import type {
  DifferenceKind,
  DifferenceTotals,
  KeyDifference,
  Moment,
  Revision,
} from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { revisionOf } from "./revisionOf.ts";
import { SharedJobs } from "./sharedJobs.ts";

/** Lists are kept as long as they hold no more rows than this together. */
const MOST_ROWS = 400_000;

type Source = Pick<EnhancedPersistence, "status" | "findSnapshot" | "difference">;

export interface DifferenceFilter {
  /** Null for all kinds. */
  readonly kinds: readonly DifferenceKind[] | null;
  /** Text that a key contains, without regard to case; empty for all. */
  readonly filter: string;
}

export interface DifferenceWindow {
  /** Keys after the filters. */
  readonly total: number;
  /** Keys by kind, before the filters. */
  readonly totals: DifferenceTotals;
  readonly rows: KeyDifference[];
}

interface Known {
  readonly list: readonly KeyDifference[];
  readonly totals: DifferenceTotals;
  filtered: { readonly name: string; readonly list: readonly KeyDifference[] };
}

/** Windows of the keys that differ between two moments. A list is made once for each pair of revisions. */
export class DifferenceLists {
  readonly #store: Source;
  readonly #jobs = new SharedJobs<Known>();
  readonly #known = new LRUCache<string, Known>({
    maxSize: MOST_ROWS,
    sizeCalculation: ({ list }) => list.length + 1,
  });

  constructor(store: Source) {
    this.#store = store;
  }

  /** Every key that differs, in key order. */
  async list(from: Moment, to: Moment, signal?: AbortSignal): Promise<readonly KeyDifference[]> {
    return (await this.#lookUp(from, to, signal)).list;
  }

  /** Rows from an offset on, after the filters. */
  async window(
    from: Moment,
    to: Moment,
    filter: DifferenceFilter,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<DifferenceWindow> {
    const known = await this.#lookUp(from, to, signal);
    const rows = filtered(known, filter);
    return { total: rows.length, totals: known.totals, rows: rows.slice(offset, offset + limit) };
  }

  async #lookUp(from: Moment, to: Moment, signal: AbortSignal | undefined): Promise<Known> {
    const a = await revisionOf(this.#store, from);
    const b = await revisionOf(this.#store, to);
    const name = `${a}:${b}`;
    return this.#known.get(name) ?? this.#jobs.run(name, signal, (stop) => this.#compare(name, a, b, stop));
  }

  async #compare(name: string, a: Revision, b: Revision, signal: AbortSignal): Promise<Known> {
    const list = await this.#store.difference(
      { kind: "revision", revision: a },
      { kind: "revision", revision: b },
      { signal },
    );
    const totals = { added: 0, removed: 0, changed: 0 };
    for (const { kind } of list) totals[kind]++;
    const known = { list, totals, filtered: { name: "", list } };
    this.#known.set(name, known);
    return known;
  }
}

function filtered(known: Known, { kinds, filter }: DifferenceFilter): readonly KeyDifference[] {
  if (!kinds && filter === "") return known.list;
  const name = JSON.stringify([kinds, filter]);
  if (known.filtered.name !== name) {
    const needle = filter.toLowerCase();
    const wanted = kinds && new Set(kinds);
    const list = known.list.filter(
      ({ key, kind }) => (!wanted || wanted.has(kind)) && key.toLowerCase().includes(needle),
    );
    known.filtered = { name, list };
  }
  return known.filtered.list;
}
