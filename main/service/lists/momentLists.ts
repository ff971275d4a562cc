import { LRUCache } from "lru-cache";
import type { KeyDifference, Moment, Revision } from "../../../shared/model/index.ts";
import { entryFilter } from "../../engine/index.ts";
import { GroupCounts } from "./groupCounts.ts";
import { KeyMarks } from "./keyMarks.ts";
import { type FilterQuestion, KeyMatches } from "./keyMatches.ts";

const MOST_FILTERS = 8;

/** What is known about the keys of one moment: their positions, and the matches of the last filters. */
export class MomentLists {
  readonly at: Moment;
  readonly revision: Revision;
  readonly marks: KeyMarks;
  readonly groups: GroupCounts;
  readonly #filters = new LRUCache<string, KeyMatches>({ max: MOST_FILTERS });

  constructor(at: Moment, revision: Revision, marks = new KeyMarks(), groups = new GroupCounts()) {
    this.at = at;
    this.revision = revision;
    this.marks = marks;
    this.groups = groups;
  }

  /**
   * The matches of a filter, starting from those of a shorter filter if there are any.
   *
   * @throws {InvalidOptionError} if the filter is invalid.
   */
  async matches(question: FilterQuestion): Promise<KeyMatches> {
    const name = nameOf(question);
    const known = this.#filters.get(name);
    if (known) return known;
    const filter = await entryFilter(question.filter, question.mode);
    // A concurrent call may have started the same filter.
    const sameMeanwhile = this.#filters.get(name);
    if (sameMeanwhile) return sameMeanwhile;
    let begun: KeyMatches | null = null;
    for (const shorter of this.#filters.values()) {
      const narrowed = shorter.narrowed(question, filter);
      if (narrowed && (narrowed.complete || !begun)) begun = narrowed;
      if (begun?.complete) break;
    }
    const matches = begun ?? new KeyMatches(question, filter);
    this.#filters.set(name, matches);
    return matches;
  }

  /** The same for another moment that differs by these keys. */
  shifted(at: Moment, revision: Revision, differences: readonly KeyDifference[]): MomentLists {
    const shifted = new MomentLists(
      at,
      revision,
      this.marks.shifted(differences),
      this.groups.shifted(differences),
    );
    for (const name of this.#filters.rkeys()) {
      const matches = this.#filters.peek(name)?.shifted(differences);
      if (matches) shifted.#filters.set(name, matches);
    }
    return shifted;
  }
}

function nameOf({ filter, mode }: FilterQuestion): string {
  return `${mode} ${filter}`;
}
