import { setImmediate as nextTurn } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { type EntrySummary, type Key, type Moment, NOW, type Revision } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/index.ts";
import { revisionOf } from "../moments.ts";
import type { FilterQuestion, KeyMatches } from "./keyMatches.ts";
import { MomentLists } from "./momentLists.ts";

/** Keys read at a time for counting only. */
const SLICE = 4096;
/** Keys between two marks. */
const SPACING = 1000;
/** Milliseconds after which a filter answers with what it has found so far. */
const PATIENCE = 80;
/** Milliseconds after which it answers if it has found at least one key. */
const PATIENCE_AT_FIRST = 20;
const MOST_PAST_MOMENTS = 6;
/** With more differences than this between two moments, lists are rebuilt instead of updated. */
const MOST_CARRIED_CHANGES = 20_000;
const MOST_CARRIED_REVISIONS = 200;

type Source = Pick<
  EnhancedPersistence,
  | "status"
  | "findSnapshot"
  | "count"
  | "keys"
  | "keysContaining"
  | "entries"
  | "summaries"
  | "difference"
  | "revisions"
>;

export interface KeyWindow {
  readonly total: number;
  readonly rows: EntrySummary[];
  /** Not all keys have been examined; the next call continues. */
  readonly partial?: true;
  /** The number of keys examined so far, and the total. */
  readonly looked?: { readonly keys: number; readonly of: number };
}

/**
 * Windows of a store's key list, by position, at any moment, with or without a filter, without reading the keys before
 * them.
 */
export class KeyLists {
  readonly #store: Source;
  readonly #now: () => number;
  #present: MomentLists | undefined;
  readonly #past = new LRUCache<Revision, MomentLists>({ max: MOST_PAST_MOMENTS });

  constructor(store: Source, now: () => number = () => performance.now()) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Rows from an offset on. A filter answers as soon as the window is full, or early with what it has found so far. It
   * continues only when it is called again, so an abandoned filter costs nothing.
   */
  async window(
    at: Moment,
    question: FilterQuestion,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<KeyWindow> {
    const lists = await this.lists(at);
    if (question.filter === "") {
      const [total, rows] = await Promise.all([
        this.#store.count(lists.at),
        this.#rowsFrom(lists, offset, limit, signal),
      ]);
      return { total, rows };
    }
    const matches = await lists.matches(question);
    await this.#matchWhileWaiting(lists, matches, offset, limit, signal);
    const rows = await this.#store.summaries(
      lists.at,
      { among: matches.found.slice(offset, offset + limit) },
      limit,
    );
    const total = matches.found.length;
    if (matches.complete) return { total, rows };
    const of = await this.#store.count(lists.at);
    // Keys that were deleted since then were examined too.
    return { total, rows, partial: true, looked: { keys: Math.min(matches.looked, of), of } };
  }

  /** The position of a key in that list; null if it is not in the list. */
  async position(
    at: Moment,
    question: FilterQuestion,
    key: Key,
    signal?: AbortSignal,
  ): Promise<number | null> {
    const lists = await this.lists(at);
    if (question.filter !== "") {
      const matches = await lists.matches(question);
      while (!matches.covers(key)) await this.#matchFurther(lists, matches, signal);
      return matches.position(key);
    }
    const [there] = await this.#store.keys(lists.at, { from: key }, 1);
    if (there !== key) return null;
    while (!lists.marks.covers(key)) await this.#markFurther(lists, signal);
    const mark = lists.marks.beforeKey(key);
    let position = mark?.position ?? 0;
    let range = mark ? { from: mark.key, before: key } : { before: key };
    for (;;) {
      const between = await this.#store.keys(lists.at, range, SLICE);
      position += between.length;
      const last = between.at(-1);
      if (between.length < SLICE || last === undefined) return position;
      range = { after: last, before: key } as typeof range;
    }
  }

  /** Rows matter more than the total: the first rows, and the first full window, are returned at once. */
  async #matchWhileWaiting(
    lists: MomentLists,
    matches: KeyMatches,
    offset: number,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const began = this.#now();
    const rows = () => Math.max(matches.found.length - offset, 0);
    const rowsBefore = rows();
    while (!matches.complete) {
      await this.#matchFurther(lists, matches, signal);
      const waited = this.#now() - began;
      if (waited >= PATIENCE) return;
      if (rowsBefore === 0 && rows() > 0 && waited >= PATIENCE_AT_FIRST) return;
      if (rowsBefore < limit && rows() >= limit) return;
    }
  }

  /** Locates more keys of the present in advance; false once all, or `most` of them, are located. */
  async lookAhead(most: number): Promise<boolean> {
    const lists = await this.#presentLists();
    if (lists.marks.reach >= most) return false;
    await this.#markFurther(lists, undefined);
    return true;
  }

  async #rowsFrom(
    lists: MomentLists,
    offset: number,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<EntrySummary[]> {
    if (offset < SPACING) return this.#rowsAfter(lists, undefined, offset, limit);
    while (lists.marks.reach <= offset && lists.marks.next) {
      await this.#markFurther(lists, signal);
    }
    const mark = lists.marks.before(offset);
    return this.#rowsAfter(lists, mark?.key, offset - (mark?.position ?? 0), limit);
  }

  async #rowsAfter(
    { at }: MomentLists,
    from: Key | undefined,
    skip: number,
    limit: number,
  ): Promise<EntrySummary[]> {
    if (skip === 0) return this.#store.summaries(at, { from }, limit);
    const skipped = await this.#store.keys(at, { from }, skip);
    const last = skipped.at(-1);
    if (skipped.length < skip || last === undefined) return [];
    return this.#store.summaries(at, { after: last }, limit);
  }

  /** Examines one more step of keys, then yields to the event loop. */
  async #matchFurther(
    { at }: MomentLists,
    matches: KeyMatches,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    await matches.lookFurther(this.#store, at, PATIENCE, signal);
    await nextTurn();
  }

  /** The same for the marks. */
  async #markFurther({ at, marks }: MomentLists, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const { next } = marks;
    if (!next) return;
    const slice = await this.#store.keys(at, { after: next.after }, SPACING);
    // A concurrent call may have taken the same step.
    if (marks.next && marks.next.after === next.after) marks.add(slice, slice.length < SPACING);
    await nextTurn();
  }

  /** What is known about the keys of this moment, derived from a near moment if there is one. */
  async lists(at: Moment): Promise<MomentLists> {
    const present = await this.#presentLists();
    const revision = at.kind === "now" ? present.revision : await revisionOf(this.#store, at);
    if (revision === present.revision) return present;
    const known = this.#past.get(revision);
    if (known) return known;
    const lists = await this.#carriedOver(present, at, revision);
    this.#past.set(revision, lists);
    return lists;
  }

  async #presentLists(): Promise<MomentLists> {
    const { revision } = await this.#store.status();
    const known = this.#present;
    if (known?.revision === revision) return known;
    const lists = known ? await this.#carriedOver(known, NOW, revision) : new MomentLists(NOW, revision);
    // A call that began earlier may end later.
    if (!this.#present || this.#present.revision < revision) this.#present = lists;
    return lists;
  }

  async #carriedOver(known: MomentLists, at: Moment, revision: Revision): Promise<MomentLists> {
    if (!(await this.#fewChangesBetween(known.revision, revision))) return new MomentLists(at, revision);
    const from: Moment = { kind: "revision", revision: known.revision };
    const differences = await this.#store.difference(from, { kind: "revision", revision });
    return known.shifted(at, revision, differences);
  }

  async #fewChangesBetween(a: Revision, b: Revision): Promise<boolean> {
    const [earlier, later] = a < b ? [a, b] : [b, a];
    const records = await this.#store.revisions({
      before: (later + 1) as Revision,
      limit: MOST_CARRIED_REVISIONS,
    });
    let touched = 0;
    for (const record of records) {
      if (record.revision <= earlier) return true;
      touched += record.touched;
      if (touched > MOST_CARRIED_CHANGES) return false;
      if (record.revision === earlier + 1) return true;
    }
    return false;
  }
}
