import { setImmediate as nextTurn } from "node:timers/promises";
import {
  compareKeys,
  firstIndex,
  type Key,
  type KeyDifference,
  type Moment,
} from "../../../shared/model/index.ts";
import type { EnhancedPersistence, EntryFilter, FilterMode } from "../../engine/index.ts";

/** How long a step along the keys should take, in milliseconds, and how many keys it looks at. */
const STEP = 8;
const FIRST_STRIDE = 128;
const SHORTEST_STRIDE = 16;
const LONGEST_STRIDE = 65_536;
/** More matches than this are not looked at again in one go: the database finds the fewer ones sooner, in steps. */
const MOST_NARROWED = 20_000;

/** UTF-16 units of values that are in memory at once; a longer value is alone. */
const MOST_UNITS = 4_000_000;
/** Milliseconds after which a step that nobody asks for any more is stopped: a large value may take many seconds. */
const ABANDONED = 2_000;

type Source = Pick<EnhancedPersistence, "keysContaining" | "keys" | "entries">;

/** What a list is filtered by. */
export interface FilterQuestion {
  readonly filter: string;
  readonly mode: FilterMode;
}

/**
 * The keys of the entries that a filter wants, as far as they have been looked for. Looked for from the front in
 * slices, and carried over to another moment by the difference between the two where that tells enough.
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

  /** @param filter The question, read. */
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

  /** How many keys were looked at. */
  get looked(): number {
    return this.#looked;
  }

  /** True when it is known whether this key is among them. */
  covers(key: Key): boolean {
    return this.#complete || (this.#after !== undefined && compareKeys(key, this.#after) <= 0);
  }

  /**
   * One step further along the keys, however many wait for it; how far depends on how quick the last one was. A step that
   * takes longer than `patience` milliseconds goes on in slices while it is asked for; it stops some time after that.
   *
   * @throws {LimitError} once a value took more than may be spent on one.
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
    // Whoever asks next hears of it.
    step.catch(() => {});
    return step;
  }

  /** Where this key stands among those found, or null. */
  position(key: Key): number | null {
    const at = lowerBound(this.#found, key);
    return this.#found[at] === key ? at : null;
  }

  /** The matches of a longer text, which are among these; null when it isn't one, or when these are too many to look at. */
  narrowed(question: FilterQuestion, filter: EntryFilter): KeyMatches | null {
    if (this.#found.length > MOST_NARROWED) return null;
    if (question.mode !== "text" || this.question.mode !== "text") return null;
    if (!question.filter.toLowerCase().includes(this.question.filter.toLowerCase())) return null;
    const narrower = new KeyMatches(question, filter, [], this.#after, this.#complete, this.#looked);
    for (const key of this.#found) if (narrower.#matches(key)) narrower.#found.push(key);
    return narrower;
  }

  /** These matches for another moment, which differs by these keys; null when they have to be looked for anew. */
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

/** What a step found, and where the next one goes on; null when that was the last. */
interface Found {
  readonly keys: readonly Key[];
  readonly last: Key | null;
  readonly looked: number;
}

/** Waits for a step, but no longer than that. */
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

/** Both lists in one, in key order. The second one is the short one. */
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
