import type { Entry, Key, KeyDifference } from "../../../shared/model/index.ts";
import { compareKeys } from "../../../shared/model/index.ts";
import { type EntryFilter, entryFilter, type FilterMode } from "../../engine/index.ts";

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

  /** @throws {InvalidOptionError} if the question can't be read. */
  constructor(
    question: FilterQuestion,
    found: Key[] = [],
    after: Key | undefined = undefined,
    complete = false,
  ) {
    this.question = question;
    this.#filter = entryFilter(question.filter, question.mode);
    this.#found = found;
    this.#after = after;
    this.#complete = complete;
  }

  get found(): readonly Key[] {
    return this.#found;
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** Where the next slice of keys has to start, or null when all have been looked at. */
  get next(): { readonly after: Key | undefined } | null {
    return this.#complete ? null : { after: this.#after };
  }

  /** True when it is known whether this key is among them. */
  covers(key: Key): boolean {
    return this.#complete || (this.#after !== undefined && compareKeys(key, this.#after) <= 0);
  }

  /** True when entries have to be looked at with their values. */
  get byValue(): boolean {
    return this.#filter.by === "value";
  }

  /** Looks at the keys after the last slice. An empty slice, or `last`, ends the list. */
  add(slice: readonly Key[], last: boolean): void {
    for (const key of slice) if (this.#matches(key)) this.#found.push(key);
    this.#lookedAt(slice.at(-1), last);
  }

  /** The same with their values. */
  addEntries(slice: readonly Entry[], last: boolean): void {
    const { matches } = this.#filter as EntryFilter & { by: "value" };
    for (const { key, text } of slice) if (matches(text)) this.#found.push(key);
    this.#lookedAt(slice.at(-1)?.key, last);
  }

  /** Where this key stands among those found, or null. */
  position(key: Key): number | null {
    const at = lowerBound(this.#found, key);
    return this.#found[at] === key ? at : null;
  }

  /** The matches of a longer text, which are among these; null when the question isn't one for a longer text. */
  narrowed(question: FilterQuestion): KeyMatches | null {
    if (question.mode !== "text" || this.question.mode !== "text") return null;
    if (!question.filter.toLowerCase().includes(this.question.filter.toLowerCase())) return null;
    const narrower = new KeyMatches(question, [], this.#after, this.#complete);
    for (const key of this.#found) if (narrower.#matches(key)) narrower.#found.push(key);
    return narrower;
  }

  /** These matches for another moment, which differs by these keys; null when they have to be looked for anew. */
  shifted(differences: readonly KeyDifference[]): KeyMatches | null {
    if (this.byValue) return null;
    const relevant = differences.filter(({ key }) => this.#matches(key) && this.covers(key));
    const removed = new Set(relevant.filter(({ kind }) => kind === "removed").map(({ key }) => key));
    const added = relevant.filter(({ kind }) => kind === "added").map(({ key }) => key);
    const kept = removed.size > 0 ? this.#found.filter((key) => !removed.has(key)) : this.#found;
    return new KeyMatches(this.question, merge(kept, added), this.#after, this.#complete);
  }

  #matches(key: Key): boolean {
    return this.#filter.by === "key" && this.#filter.matches(key);
  }

  #lookedAt(last: Key | undefined, end: boolean): void {
    this.#after = last ?? this.#after;
    this.#complete = end || last === undefined;
  }
}

function lowerBound(keys: readonly Key[], key: Key): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(keys[middle] as Key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
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
