import type { Key, KeyDifference } from "../../../shared/model/index.ts";
import { compareKeys } from "./keyOrder.ts";

/**
 * The keys that contain a text, without regard to case, as far as they have been looked for. Looked for from the front
 * in slices, and carried over to another moment by the difference between the two.
 */
export class KeyMatches {
  readonly #needle: string;
  readonly #found: Key[];
  #after: Key | undefined;
  #complete: boolean;

  constructor(filter: string, found: Key[] = [], after: Key | undefined = undefined, complete = false) {
    this.#needle = filter.toLowerCase();
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

  /** Looks at the keys after the last slice. An empty slice, or `last`, ends the list. */
  add(slice: readonly Key[], last: boolean): void {
    for (const key of slice) if (this.#matches(key)) this.#found.push(key);
    this.#after = slice.at(-1) ?? this.#after;
    this.#complete = last || slice.length === 0;
  }

  /** Where this key stands among those found, or null. */
  position(key: Key): number | null {
    const at = lowerBound(this.#found, key);
    return this.#found[at] === key ? at : null;
  }

  /** The matches of a longer filter, which are among these; null when the filter isn't a longer one. */
  narrowed(filter: string): KeyMatches | null {
    if (!filter.toLowerCase().includes(this.#needle)) return null;
    const narrower = new KeyMatches(filter, [], this.#after, this.#complete);
    for (const key of this.#found) if (narrower.#matches(key)) narrower.#found.push(key);
    return narrower;
  }

  /** These matches for another moment, which differs by these keys. */
  shifted(differences: readonly KeyDifference[]): KeyMatches {
    const relevant = differences.filter(({ key }) => this.#matches(key) && this.covers(key));
    const removed = new Set(relevant.filter(({ kind }) => kind === "removed").map(({ key }) => key));
    const added = relevant.filter(({ kind }) => kind === "added").map(({ key }) => key);
    const kept = removed.size > 0 ? this.#found.filter((key) => !removed.has(key)) : this.#found;
    const needle = this.#needle;
    return new KeyMatches(needle, merge(kept, added), this.#after, this.#complete);
  }

  #matches(key: Key): boolean {
    return key.toLowerCase().includes(this.#needle);
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
