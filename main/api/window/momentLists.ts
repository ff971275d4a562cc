import { LRUCache } from "lru-cache";
import type { KeyDifference, Moment, Revision } from "../../../shared/model/index.ts";
import { KeyMarks } from "./keyMarks.ts";
import { KeyMatches } from "./keyMatches.ts";

const MOST_FILTERS = 8;

/** What is known about the keys of one moment: where they stand, and which of them match the filters last used. */
export class MomentLists {
  readonly at: Moment;
  readonly revision: Revision;
  readonly marks: KeyMarks;
  readonly #filters = new LRUCache<string, KeyMatches>({ max: MOST_FILTERS });

  constructor(at: Moment, revision: Revision, marks = new KeyMarks()) {
    this.at = at;
    this.revision = revision;
    this.marks = marks;
  }

  /** The matches of a filter, begun from those of a shorter filter where there are any. */
  matches(filter: string): KeyMatches {
    const known = this.#filters.get(filter);
    if (known) return known;
    let begun: KeyMatches | null = null;
    for (const shorter of this.#filters.values()) {
      const narrowed = shorter.narrowed(filter);
      if (narrowed && (narrowed.complete || !begun)) begun = narrowed;
      if (begun?.complete) break;
    }
    const matches = begun ?? new KeyMatches(filter);
    this.#filters.set(filter, matches);
    return matches;
  }

  /** The same for another moment, which differs by these keys. */
  shifted(at: Moment, revision: Revision, differences: readonly KeyDifference[]): MomentLists {
    const shifted = new MomentLists(at, revision, this.marks.shifted(differences));
    for (const filter of this.#filters.rkeys()) {
      const matches = this.#filters.peek(filter);
      if (matches) shifted.#filters.set(filter, matches.shifted(differences));
    }
    return shifted;
  }
}
