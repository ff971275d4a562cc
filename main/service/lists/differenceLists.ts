import { LRUCache } from "lru-cache";
import {
  type DifferenceTotals,
  type Entry,
  type Key,
  type KeyDifference,
  type Moment,
  NOW,
} from "../../../shared/model/index.ts";
import { type EnhancedPersistence, entriesOf } from "../../engine/index.ts";
import { revisionOf } from "../moments.ts";
import { differenceAcross } from "./acrossStores.ts";
import { Comparison, type DifferenceFilter, type Patience } from "./comparison.ts";
import type { FileState, FileStates } from "./fileStates.ts";
import { PathMatches } from "./pathMatches.ts";
import { renamedKeys } from "./renamedKeys.ts";

/** Lists are cached while they have at most this many rows in total; a longer list is cached alone. */
const MOST_ROWS = 400_000;

/** Milliseconds after which a comparison answers with what it has found so far. */
const PATIENCE = 80;

type Source = Pick<
  EnhancedPersistence,
  "status" | "findSnapshot" | "difference" | "scan" | "read" | "entries"
>;

/** One side of a comparison: a moment of the store, or a file. */
export type Side = Moment | { readonly kind: "file"; readonly file: FileState };

export interface DifferenceWindow {
  /** The number of keys after the filters. */
  readonly total: number;
  /** Keys by kind, before the filters. */
  readonly totals: DifferenceTotals;
  readonly rows: KeyDifference[];
  /** The search continues; the next call returns more. */
  readonly partial?: true;
}

interface PathQuestion {
  readonly from: Side;
  readonly to: Side;
  readonly filter: DifferenceFilter;
  readonly path: string;
  readonly isPatient: boolean;
  readonly enough: number;
}

interface ResolvedSide {
  readonly name: string;
  readonly store: Pick<EnhancedPersistence, "scan" | "read" | "entries">;
  readonly at: Moment;
}

/** Windows of the keys that differ between two moments. A list is made once for each pair of revisions. */
export class DifferenceLists {
  readonly #store: Source;
  readonly #files: FileStates;
  readonly #running = new Map<string, Comparison>();
  readonly #known = new LRUCache<string, Comparison>({
    maxSize: MOST_ROWS,
    sizeCalculation: ({ list }) => Math.min(list.length + 1, MOST_ROWS),
  });

  /** The last comparison whose values were examined at a path. */
  #matches: { readonly of: Comparison; readonly name: string; readonly matches: PathMatches } | undefined;

  constructor(store: Source, files: FileStates) {
    this.#store = store;
    this.#files = files;
  }

  /** Every key that differs, in key order. */
  async list(from: Side, to: Side, signal?: AbortSignal): Promise<readonly KeyDifference[]> {
    return (await this.#compared(from, to, null, signal)).list;
  }

  /**
   * Rows from an offset on, after the filters. With `partial` a long comparison answers early, once these rows are
   * there or with what it has.
   */
  async window(
    from: Side,
    to: Side,
    filter: DifferenceFilter & { readonly path?: string; readonly partial?: boolean },
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<DifferenceWindow> {
    const patience = filter.partial ? { most: PATIENCE, enough: offset + limit, filter } : null;
    const comparison = await this.#compared(from, to, patience, signal);
    const rows = comparison.filtered(filter);
    const { path = "" } = filter;
    if (path !== "") {
      const asked = { from, to, filter, path, isPatient: patience === null, enough: offset + limit };
      const matches = await this.#differingAt(comparison, rows, asked, signal);
      return { ...windowOf(matches.found, offset, limit, matches.isAll), totals: comparison.totals };
    }
    return { ...windowOf(rows, offset, limit, comparison.complete), totals: comparison.totals };
  }

  /** All rows that match the filters, in key order, with the totals of each kind before the filters. */
  async filtered(
    from: Side,
    to: Side,
    filter: DifferenceFilter & { readonly path: string },
    signal?: AbortSignal,
  ): Promise<{ readonly list: readonly KeyDifference[]; readonly totals: DifferenceTotals }> {
    const comparison = await this.#compared(from, to, null, signal);
    const { totals } = comparison;
    const rows = comparison.filtered(filter);
    if (filter.path === "") return { list: rows, totals };
    const asked = { from, to, filter, path: filter.path, isPatient: true, enough: 0 };
    return { list: (await this.#differingAt(comparison, rows, asked, signal)).found, totals };
  }

  /** The rows of a comparison whose values differ at a path: all if the caller is patient, else those found soon. */
  async #differingAt(
    comparison: Comparison,
    rows: readonly KeyDifference[],
    { from, to, filter, path, isPatient, enough }: PathQuestion,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly found: readonly KeyDifference[]; readonly isAll: boolean }> {
    const name = JSON.stringify([filter.kinds, filter.filter, path]);
    let known = this.#matches;
    if (known?.of !== comparison || known.name !== name) {
      const [a, b] = await Promise.all([this.#pinned(from), this.#pinned(to)]);
      known = { of: comparison, name, matches: new PathMatches(path, (keys) => this.#bothTexts(a, b, keys)) };
      this.#matches = known;
    }
    const { matches } = known;
    const deadline = performance.now() + PATIENCE;
    const isFull = () => matches.found.length >= enough;
    const wasFull = isFull();
    const isEnough = () => !isPatient && (performance.now() > deadline || (!wasFull && isFull()));
    const isLooked = await matches.look(rows, isEnough, signal);
    return { found: matches.found, isAll: isLooked && comparison.complete };
  }

  /** How many keys differ, by kind. */
  async totals(from: Side, to: Side, signal?: AbortSignal): Promise<DifferenceTotals> {
    return (await this.#compared(from, to, null, signal)).totals;
  }

  /** The value of one key on one side; undefined where it did not exist. */
  async read(side: Side, key: Key, signal?: AbortSignal): Promise<Entry | undefined> {
    const { store, at } = await this.#resolve(side, signal);
    return store.read(key, at);
  }

  async #compared(
    from: Side,
    to: Side,
    patience: Patience | null,
    signal: AbortSignal | undefined,
  ): Promise<Comparison> {
    const a = await this.#resolve(from, signal);
    const b = await this.#resolve(to, signal);
    const name = `${a.name}:${b.name}`;
    const running = this.#running.get(name);
    // A stopped comparison takes a while to end, and answers no caller.
    const usable = running?.stopped === false ? running : undefined;
    const comparison = this.#known.get(name) ?? usable ?? this.#begin(name, a, b);
    await comparison.wait(patience, signal);
    return comparison;
  }

  async #resolve(side: Side, signal: AbortSignal | undefined): Promise<ResolvedSide> {
    if (side.kind === "file") {
      return { name: JSON.stringify(side.file), store: await this.#files.open(side.file, signal), at: NOW };
    }
    const revision = await revisionOf(this.#store, side);
    return { name: String(revision), store: this.#store, at: { kind: "revision", revision } };
  }

  /** The side as it is now: the present becomes its revision. */
  async #pinned(side: Side): Promise<Side> {
    return side.kind === "file" ? side : { kind: "revision", revision: await revisionOf(this.#store, side) };
  }

  /** Resolves the sides at each call, because a file's store is closed when other files are opened. */
  async *#bothTexts(
    from: Side,
    to: Side,
    keys: readonly Key[],
  ): AsyncGenerator<readonly [before: string | null, after: string | null]> {
    const [a, b] = await Promise.all([this.#resolve(from, undefined), this.#resolve(to, undefined)]);
    const after = entriesOf(b.store, b.at, keys);
    for await (const [, before] of entriesOf(a.store, a.at, keys))
      yield [before?.text ?? null, (await after.next()).value?.[1]?.text ?? null];
  }

  #begin(name: string, a: ResolvedSide, b: ResolvedSide): Comparison {
    const comparison = new Comparison(async (found, signal) => {
      try {
        if (a.store === this.#store && b.store === this.#store) {
          await this.#store.difference(a.at, b.at, { signal, onFound: found });
        } else {
          await differenceAcross(a, b, found, signal);
        }
        const textsIn = ({ store, at }: ResolvedSide) => {
          return async (keys: readonly Key[]) => {
            const texts = new Map<Key, string>();
            for await (const [key, entry] of entriesOf(store, at, keys))
              if (entry !== null) texts.set(key, entry.text);
            return texts;
          };
        };
        const texts = { before: textsIn(a), after: textsIn(b) };
        comparison.noteRenamed(await renamedKeys(comparison.list, texts, signal));
        this.#known.set(name, comparison);
      } finally {
        if (this.#running.get(name) === comparison) this.#running.delete(name);
      }
    });
    this.#running.set(name, comparison);
    return comparison;
  }
}

function windowOf(
  rows: readonly KeyDifference[],
  offset: number,
  limit: number,
  isAll: boolean,
): Omit<DifferenceWindow, "totals"> {
  return {
    total: rows.length,
    rows: rows.slice(offset, offset + limit),
    ...(!isAll && { partial: true }),
  };
}
