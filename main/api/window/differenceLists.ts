import { LRUCache } from "lru-cache";
import {
  type DifferenceKind,
  type DifferenceTotals,
  type Entry,
  type Key,
  type KeyDifference,
  type Moment,
  NOW,
} from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { differenceAcross } from "./acrossStores.ts";
import type { FileState, FileStates } from "./fileStates.ts";
import { revisionOf } from "./revisionOf.ts";
import { SharedJobs } from "./sharedJobs.ts";

/** Lists are kept as long as they hold no more rows than this together; a longer one is kept alone. */
const MOST_ROWS = 400_000;

type Source = Pick<EnhancedPersistence, "status" | "findSnapshot" | "difference" | "scan" | "read">;

/** One side of a comparison: a moment of the store, or a file. */
export type Side = Moment | { readonly kind: "file"; readonly file: FileState };

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

interface ResolvedSide {
  readonly name: string;
  readonly store: Pick<EnhancedPersistence, "scan" | "read">;
  readonly at: Moment;
}

interface Known {
  readonly list: readonly KeyDifference[];
  readonly totals: DifferenceTotals;
  filtered: { readonly name: string; readonly list: readonly KeyDifference[] };
}

/** Windows of the keys that differ between two moments. A list is made once for each pair of revisions. */
export class DifferenceLists {
  readonly #store: Source;
  readonly #files: FileStates;
  readonly #jobs = new SharedJobs<Known>();
  readonly #known = new LRUCache<string, Known>({
    maxSize: MOST_ROWS,
    sizeCalculation: ({ list }) => Math.min(list.length + 1, MOST_ROWS),
  });

  constructor(store: Source, files: FileStates) {
    this.#store = store;
    this.#files = files;
  }

  /** Every key that differs, in key order. */
  async list(from: Side, to: Side, signal?: AbortSignal): Promise<readonly KeyDifference[]> {
    return (await this.#lookUp(from, to, signal)).list;
  }

  /** Rows from an offset on, after the filters. */
  async window(
    from: Side,
    to: Side,
    filter: DifferenceFilter,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<DifferenceWindow> {
    const known = await this.#lookUp(from, to, signal);
    const rows = filtered(known, filter);
    return { total: rows.length, totals: known.totals, rows: rows.slice(offset, offset + limit) };
  }

  /** How many keys differ, by kind. */
  async totals(from: Side, to: Side, signal?: AbortSignal): Promise<DifferenceTotals> {
    return (await this.#lookUp(from, to, signal)).totals;
  }

  /** The value of one key on one side; undefined where it did not exist. */
  async read(side: Side, key: Key, signal?: AbortSignal): Promise<Entry | undefined> {
    const { store, at } = await this.#resolve(side, signal);
    return store.read(key, at);
  }

  async #lookUp(from: Side, to: Side, signal: AbortSignal | undefined): Promise<Known> {
    const a = await this.#resolve(from, signal);
    const b = await this.#resolve(to, signal);
    const name = `${a.name}:${b.name}`;
    return this.#known.get(name) ?? this.#jobs.run(name, signal, (stop) => this.#compare(name, a, b, stop));
  }

  async #resolve(side: Side, signal: AbortSignal | undefined): Promise<ResolvedSide> {
    if (side.kind === "file") {
      return { name: JSON.stringify(side.file), store: await this.#files.open(side.file, signal), at: NOW };
    }
    const revision = await revisionOf(this.#store, side);
    return { name: String(revision), store: this.#store, at: { kind: "revision", revision } };
  }

  async #compare(name: string, a: ResolvedSide, b: ResolvedSide, signal: AbortSignal): Promise<Known> {
    const list =
      a.store === this.#store && b.store === this.#store
        ? await this.#store.difference(a.at, b.at, { signal })
        : await differenceAcross(a, b, signal);
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
