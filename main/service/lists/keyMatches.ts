import { setImmediate as nextTurn } from "node:timers/promises";
import {
  compareKeys,
  firstIndex,
  type Key,
  type KeyDifference,
  type Moment,
} from "../../../shared/model/index.ts";
import type { EnhancedPersistence, EntryFilter, FilterMode } from "../../engine/index.ts";

/** The target duration of a step along the keys, in milliseconds, and the number of keys in it. */
const STEP = 8;
const FIRST_STRIDE = 128;
const SHORTEST_STRIDE = 16;
const LONGEST_STRIDE = 65_536;
/** More matches than this are not filtered again at once: the database finds the fewer ones sooner, in steps. */
const MOST_NARROWED = 20_000;

/** UTF-16 units of values in memory at once; a longer value is read alone. */
const MOST_UNITS = 4_000_000;
/** Milliseconds after which an abandoned step is stopped, because a large value may take many seconds. */
const ABANDONED = 2_000;

type Source = Pick<EnhancedPersistence, "keysContaining" | "keys" | "entries">;

/** What a list is filtered by. */
export interface FilterQuestion {
  readonly filter: string;
  readonly mode: FilterMode;
}

/**
 * The keys that match a filter, as far as they have been found. The search goes from the front in slices. For another
 * moment the matches are updated by the difference between the two, if that is sufficient.
 */
export class KeyMatches {
  readonly question: FilterQuestion;
  readonly #filter: EntryFilter;
  readonly #found: Key[];
  #after: Key | undefined;
  #complete: boolean;
  #looked: number;
  #stride = FIRST_STRIDE;
  #step: Promise<void> | undefined;
  #stop = new AbortController();
  #abandoned: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  /** @param filter The parsed filter. */
  constructor(
    question: FilterQuestion,
    filter: EntryFilter,
    found: Key[] = [],
    after: Key | undefined = undefined,
    complete = false,
    looked = 0,
  ) {
    this.question = question;
    this.#filter = filter;
    this.#found = found;
    this.#after = after;
    this.#complete = complete;
    this.#looked = looked;
  }

  get found(): readonly Key[] {
    return this.#found;
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** The number of examined keys. */
  get looked(): number {
    return this.#looked;
  }

  /** Whether it is known if this key matches. */
  covers(key: Key): boolean {
    return this.#complete || (this.#after !== undefined && compareKeys(key, this.#after) <= 0);
  }

  /**
   * Examines one more step of keys, shared by all waiting callers. Its size depends on the speed of the last one. A
   * step that takes longer than `patience` milliseconds continues in slices while it is requested, and stops some time
   * after that.
   *
   * @throws {LimitError} if a value exceeds the limit for one value.
   */
  async lookFurther(store: Source, at: Moment, patience: number, signal?: AbortSignal): Promise<void> {
    if (this.#failure) throw this.#failure;
    clearTimeout(this.#abandoned);
    this.#abandoned = setTimeout(() => this.#stop.abort(), ABANDONED).unref();
    this.#step ??= this.#begin(store, at);
    await endedWithin(this.#step, patience, signal);
  }

  #begin(store: Source, at: Moment): Promise<void> {
    this.#stop = new AbortController();
    const step = this.#look(store, at, this.#stop.signal)
      .catch((error: Error) => {
        if (this.#stop.signal.aborted) return;
        this.#failure = error;
        throw error;
      })
      .finally(() => {
        this.#step = undefined;
        clearTimeout(this.#abandoned);
      });
    // The next caller receives the failure.
    step.catch(() => {});
    return step;
  }

  /** The position of this key among the matches, or null. */
  position(key: Key): number | null {
    const at = lowerBound(this.#found, key);
    return this.#found[at] === key ? at : null;
  }

  /**
   * The matches of a longer text, which are a subset of these; null if the filter is not a longer text, or if there are
   * too many to examine.
   */
  narrowed(question: FilterQuestion, filter: EntryFilter): KeyMatches | null {
    if (this.#found.length > MOST_NARROWED) return null;
    if (question.mode !== "text" || this.question.mode !== "text") return null;
    if (!question.filter.toLowerCase().includes(this.question.filter.toLowerCase())) return null;
    const narrower = new KeyMatches(question, filter, [], this.#after, this.#complete, this.#looked);
    for (const key of this.#found) if (narrower.#matches(key)) narrower.#found.push(key);
    return narrower;
  }

  /** The matches for another moment that differs by these keys; null if they must be searched again. */
  shifted(differences: readonly KeyDifference[]): KeyMatches | null {
    if (this.#filter.by === "value") return null;
    const relevant = differences.filter(({ key }) => this.#matches(key) && this.covers(key));
    const removed = new Set(relevant.filter(({ kind }) => kind === "removed").map(({ key }) => key));
    const added = relevant.filter(({ kind }) => kind === "added").map(({ key }) => key);
    const kept = removed.size > 0 ? this.#found.filter((key) => !removed.has(key)) : this.#found;
    const found = merge(kept, added);
    return new KeyMatches(this.question, this.#filter, found, this.#after, this.#complete, this.#looked);
  }

  #matches(key: Key): boolean {
    return this.#filter.by === "key" && this.#filter.matches(key);
  }

  async #look(store: Source, at: Moment, stop: AbortSignal): Promise<void> {
    if (this.#complete) return;
    const began = performance.now();
    const { keys, last, looked } = await this.#search(store, at, this.#stride, stop);
    for (const key of keys) this.#found.push(key);
    this.#looked += looked;
    this.#after = last ?? this.#after;
    this.#complete = last === null;
    const took = performance.now() - began;
    if (took < STEP / 2) this.#stride = Math.min(this.#stride * 2, LONGEST_STRIDE);
    else if (took > STEP * 2) this.#stride = Math.max(this.#stride / 2, SHORTEST_STRIDE);
  }

  async #search(store: Source, at: Moment, limit: number, stop: AbortSignal): Promise<Found> {
    const after = this.#after;
    if (this.question.mode === "text") {
      const found = await store.keysContaining(at, this.question.filter, after, limit);
      return { ...found, looked: limit };
    }
    const found: Key[] = [];
    if (this.#filter.by === "key") {
      const keys = await store.keys(at, { after }, limit);
      let sliceEnd = performance.now() + STEP;
      for (const [index, key] of keys.entries()) {
        if (this.#filter.matches(key)) found.push(key);
        if ((index & 15) !== 15 || performance.now() < sliceEnd) continue;
        await nextTurn();
        stop.throwIfAborted();
        sliceEnd = performance.now() + STEP;
      }
      return { keys: found, last: lastOf(keys, limit), looked: keys.length };
    }
    const entries = await store.entries(at, { after }, limit, MOST_UNITS);
    let units = 0;
    for (const { key, text } of entries) {
      units += text.length;
      if (await this.#filter.wants(key, text, stop)) found.push(key);
    }
    const last = units < MOST_UNITS ? lastOf(entries, limit) : entries.at(-1);
    return { keys: found, last: last?.key ?? null, looked: entries.length };
  }
}

/** The matches of a step, and the start of the next one; null if it was the last. */
interface Found {
  readonly keys: readonly Key[];
  readonly last: Key | null;
  readonly looked: number;
}

/** Waits for a step, at most for this time. */
async function endedWithin(step: Promise<void>, patience: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let abort = () => {};
  const given = new Promise<void>((resolve, reject) => {
    timer = setTimeout(resolve, patience);
    abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
  });
  try {
    await Promise.race([step, given]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function lastOf<Row>(rows: readonly Row[], limit: number): Row | null {
  return rows.length < limit ? null : (rows.at(-1) ?? null);
}

function lowerBound(keys: readonly Key[], key: Key): number {
  return firstIndex(0, keys.length, (index) => compareKeys(keys[index] as Key, key) >= 0);
}

/** Merges two lists in key order. The second one is short. */
function merge(many: readonly Key[], few: readonly Key[]): Key[] {
  const merged: Key[] = [];
  let from = 0;
  for (const key of few) {
    const at = lowerBound(many, key);
    for (; from < at; from++) merged.push(many[from] as Key);
    merged.push(key);
  }
  for (; from < many.length; from++) merged.push(many[from] as Key);
  return merged;
}
