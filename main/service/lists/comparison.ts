import type { DifferenceKind, DifferenceTotals, Key, KeyDifference } from "../../../shared/model/index.ts";

export interface DifferenceFilter {
  /** Null for all kinds. */
  readonly kinds: readonly DifferenceKind[] | null;
  /** Text that a key contains, ignoring case; empty for all. */
  readonly filter: string;
}

/** Finds the keys that differ, reports each as it is found, in key order, and stops when the signal is aborted. */
export type Compare = (found: (difference: KeyDifference) => void, signal: AbortSignal) => Promise<unknown>;

/** When a partial answer is enough. */
export interface Patience {
  /** Milliseconds after which a part is enough. */
  readonly most: number;
  /** With this many rows after the filter, the answer is complete enough. */
  readonly enough: number;
  readonly filter: DifferenceFilter;
}

interface Filtered {
  readonly name: string;
  readonly list: KeyDifference[];
  upTo: number;
}

/** Milliseconds that a comparison continues without a request. */
const FORGOTTEN_AFTER = 5000;

/** The keys that differ between two states, as far as they have been found. */
export class Comparison {
  readonly list: KeyDifference[] = [];
  readonly #totals = { added: 0, removed: 0, changed: 0 };
  readonly #controller = new AbortController();
  readonly #end: Promise<void>;
  #complete = false;
  #waiting = 0;
  #forget: NodeJS.Timeout | undefined;
  #filtered: Filtered | undefined;
  /** Called for each difference that is found. */
  readonly #watchers = new Set<() => void>();

  constructor(compare: Compare) {
    const found = (difference: KeyDifference) => {
      this.list.push(difference);
      this.#totals[difference.kind] += 1;
      for (const look of this.#watchers) look();
    };
    this.#end = compare(found, this.#controller.signal).then(() => {
      this.#complete = true;
      clearTimeout(this.#forget);
    });
    // Waiting callers receive a failure. Without one, the next request starts again.
    this.#end.catch(() => clearTimeout(this.#forget));
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** Whether the comparison was abandoned; then it never completes. */
  get stopped(): boolean {
    return this.#controller.signal.aborted;
  }

  /** The differences found so far, by kind. */
  get totals(): DifferenceTotals {
    return { ...this.#totals };
  }

  /**
   * Resolves when all differences have been found. With `patience` it resolves early, once there is enough. A caller
   * that already had enough rows is answered after the time limit.
   */
  async wait(patience: Patience | null, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#complete) return;
    this.#waiting += 1;
    clearTimeout(this.#forget);
    const { promise: early, resolve, reject } = Promise.withResolvers<void>();
    const timer = patience ? setTimeout(resolve, patience.most) : undefined;
    const look = patience ? this.#untilEnough(patience, resolve) : undefined;
    const abort = () => reject(signal?.reason);
    if (look) this.#watchers.add(look);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      await Promise.race([this.#end, early]);
    } finally {
      clearTimeout(timer);
      if (look) this.#watchers.delete(look);
      signal?.removeEventListener("abort", abort);
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#complete) this.#stopWhenForgotten();
    }
  }

  /** Adds the former names of keys that were added. */
  noteRenamed(renamed: ReadonlyMap<Key, Key>): void {
    if (renamed.size === 0) return;
    const after = new Map([...renamed].map(([to, from]) => [from, to]));
    for (const [index, row] of this.list.entries()) {
      const from = renamed.get(row.key);
      const to = after.get(row.key);
      if (row.kind === "added" && from !== undefined) this.list[index] = { ...row, renamedFrom: from };
      if (row.kind === "removed" && to !== undefined) this.list[index] = { ...row, renamedTo: to };
    }
    this.#filtered = undefined;
  }

  /** The found differences that match a filter. */
  filtered(filter: DifferenceFilter): readonly KeyDifference[] {
    return this.#catchUp(filter, this.#leftBy(filter));
  }

  #untilEnough({ enough, filter }: Patience, then: () => void): (() => void) | undefined {
    // Kept per caller, so that two callers with different filters do not invalidate each other's list with every row.
    const filtered = this.#leftBy(filter);
    if (this.#catchUp(filter, filtered).length >= enough) return undefined;
    return () => {
      if (this.#catchUp(filter, filtered).length >= enough) then();
    };
  }

  #leftBy({ kinds, filter }: DifferenceFilter): Filtered {
    const name = JSON.stringify([kinds, filter]);
    if (this.#filtered?.name !== name) this.#filtered = { name, list: [], upTo: 0 };
    return this.#filtered;
  }

  #catchUp({ kinds, filter }: DifferenceFilter, filtered: Filtered): readonly KeyDifference[] {
    if (!kinds && filter === "") return this.list;
    const needle = filter.toLowerCase();
    for (; filtered.upTo < this.list.length; filtered.upTo += 1) {
      const difference = this.list[filtered.upTo] as KeyDifference;
      const wanted = !kinds || kinds.includes(difference.kind);
      if (wanted && difference.key.toLowerCase().includes(needle)) filtered.list.push(difference);
    }
    return filtered.list;
  }

  #stopWhenForgotten(): void {
    this.#forget = setTimeout(() => {
      this.#controller.abort(new DOMException("The comparison was abandoned.", "AbortError"));
    }, FORGOTTEN_AFTER);
    this.#forget.unref();
  }
}
