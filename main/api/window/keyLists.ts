import { setImmediate as nextTurn } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { type EntrySummary, type Key, type Moment, NOW, type Revision } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import type { FilterQuestion, KeyMatches } from "./keyMatches.ts";
import { MomentLists } from "./momentLists.ts";
import { revisionOf } from "./revisionOf.ts";

/** Keys read between two turns of the event loop. */
const SLICE = 4096;
/** Values read between two turns of the event loop. */
const VALUES_PER_SLICE = 512;
/** Keys between two marks. */
const SPACING = 1000;
/** Milliseconds after which a filter answers with what it has found so far. */
const PATIENCE = 80;
const MOST_PAST_MOMENTS = 6;
/** With more changes than this between two moments, lists are built anew instead of carried over. */
const MOST_CARRIED_CHANGES = 20_000;
const MOST_CARRIED_REVISIONS = 200;

type Source = Pick<
  EnhancedPersistence,
  "status" | "findSnapshot" | "count" | "keys" | "entries" | "summaries" | "difference" | "revisions"
>;

export interface KeyWindow {
  readonly total: number;
  readonly rows: EntrySummary[];
  /** Not all keys have been looked at; asking again goes on from there. */
  readonly partial?: true;
}

/** Windows of a store's key list, by position, at any moment, filtered or not, without reading what is before them. */
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
   * Rows from an offset on. A filter answers as soon as the window is full, or after a moment with what was found so
   * far, and goes on only when it is asked again, so a filter that nobody waits for costs nothing.
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
    const matches = lists.matches(question);
    const deadline = this.#now() + PATIENCE;
    const isFull = () => matches.found.length >= offset + limit;
    const wasFull = isFull();
    // Rows to look at matter more than how many there are: the first full window is answered at once.
    while (matches.next && this.#now() < deadline && (wasFull || !isFull())) {
      await this.#matchFurther(lists, matches, signal);
    }
    const rows: EntrySummary[] = [];
    for (const key of matches.found.slice(offset, offset + limit)) {
      const [row] = await this.#store.summaries(lists.at, { from: key }, 1);
      if (row?.key === key) rows.push(row);
    }
    return { total: matches.found.length, rows, ...(!matches.complete && { partial: true }) };
  }

  /** Where a key stands in that list; null when it isn't in there. */
  async position(
    at: Moment,
    question: FilterQuestion,
    key: Key,
    signal?: AbortSignal,
  ): Promise<number | null> {
    const lists = await this.lists(at);
    if (question.filter !== "") {
      const matches = lists.matches(question);
      while (!matches.covers(key)) await this.#matchFurther(lists, matches, signal);
      return matches.position(key);
    }
    const [there] = await this.#store.keys(lists.at, { from: key }, 1);
    if (there !== key) return null;
    while (!lists.marks.covers(key)) await this.#lookFurther(lists, lists.marks, SPACING, signal);
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

  async #rowsFrom(
    lists: MomentLists,
    offset: number,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<EntrySummary[]> {
    if (offset < SPACING) return this.#rowsAfter(lists, undefined, offset, limit);
    while (lists.marks.reach <= offset && lists.marks.next) {
      await this.#lookFurther(lists, lists.marks, SPACING, signal);
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

  async #matchFurther(
    lists: MomentLists,
    matches: KeyMatches,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (!matches.byValue) return this.#lookFurther(lists, matches, SLICE, signal);
    signal?.throwIfAborted();
    const { next } = matches;
    if (!next) return;
    const range = next.after === undefined ? {} : { after: next.after };
    const slice = await this.#store.entries(lists.at, range, VALUES_PER_SLICE);
    if (matches.next?.after === next.after) matches.addEntries(slice, slice.length < VALUES_PER_SLICE);
    await nextTurn();
  }

  /** One slice further, then a turn of the event loop for whoever else waits. */
  async #lookFurther(
    { at }: MomentLists,
    list: { next: { after: Key | undefined } | null; add(slice: readonly Key[], last: boolean): void },
    size: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    const { next } = list;
    if (!next) return;
    const slice = await this.#store.keys(at, next.after === undefined ? {} : { after: next.after }, size);
    // Another call may have taken the same step meanwhile.
    if (list.next && list.next.after === next.after) list.add(slice, slice.length < size);
    await nextTurn();
  }

  /** What is known about the keys of this moment, carried over from what is known of another one if that is near. */
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
