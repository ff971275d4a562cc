import type { DifferenceKind, DifferenceTotals, KeyDifference } from "../../../shared/model/index.ts";

export interface DifferenceFilter {
  /** Null for all kinds. */
  readonly kinds: readonly DifferenceKind[] | null;
  /** Text that a key contains, without regard to case; empty for all. */
  readonly filter: string;
}

/** Looks for the keys that differ, hands over each as it is found, in key order, and stops when the signal says so. */
export type Compare = (found: (difference: KeyDifference) => void, signal: AbortSignal) => Promise<unknown>;

/** Milliseconds for which a comparison goes on with nobody asking for it. */
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
  #filtered: { readonly name: string; readonly list: KeyDifference[]; upTo: number } | undefined;

  constructor(compare: Compare) {
    const found = (difference: KeyDifference) => {
      this.list.push(difference);
      this.#totals[difference.kind] += 1;
    };
    this.#end = compare(found, this.#controller.signal).then(() => {
      this.#complete = true;
      clearTimeout(this.#forget);
    });
    // Whoever waits hears of a failure; when nobody does, the next one who asks begins anew.
    this.#end.catch(() => clearTimeout(this.#forget));
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** By kind, of those found. */
  get totals(): DifferenceTotals {
    return { ...this.#totals };
  }

  /** Settles when all have been found, or after so many milliseconds with a part of them. */
  async wait(patience: number | null, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#complete) return;
    this.#waiting += 1;
    clearTimeout(this.#forget);
    let timer: NodeJS.Timeout | undefined;
    let abort: (() => void) | undefined;
    const early = new Promise<void>((resolve, reject) => {
      if (patience !== null) timer = setTimeout(resolve, patience);
      abort = () => reject(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
    });
    try {
      await Promise.race([this.#end, early]);
    } finally {
      clearTimeout(timer);
      if (abort) signal?.removeEventListener("abort", abort);
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#complete) this.#stopWhenForgotten();
    }
  }

  /** Those found that a filter leaves. */
  filtered({ kinds, filter }: DifferenceFilter): readonly KeyDifference[] {
    if (!kinds && filter === "") return this.list;
    const name = JSON.stringify([kinds, filter]);
    if (this.#filtered?.name !== name) this.#filtered = { name, list: [], upTo: 0 };
    const filtered = this.#filtered;
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
      this.#controller.abort(new DOMException("Nobody asks for it any more.", "AbortError"));
    }, FORGOTTEN_AFTER);
    this.#forget.unref();
  }
}
