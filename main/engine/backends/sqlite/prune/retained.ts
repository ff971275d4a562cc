import { firstIndex, type Revision } from "../../../../../shared/model/index.ts";

/** The readable moments: every revision from the floor on, and those that snapshots name. */
export class Retained {
  readonly floor: Revision;
  /** Ascending. */
  readonly #named: readonly Revision[];

  constructor(named: readonly Revision[], floor: Revision) {
    this.#named = [...new Set(named)].sort((a, b) => a - b);
    this.floor = floor;
  }

  /** Whether any retained moment sees a value that is valid from one revision on, and before another. */
  sees(since: Revision, until: Revision): boolean {
    if (until > this.floor) return true;
    const next = this.firstFrom(since);
    return next !== this.floor && next < until;
  }

  isNamed(revision: Revision): boolean {
    return this.#named[this.#indexFrom(revision)] === revision;
  }

  /** The first retained moment from this revision on. */
  firstFrom(revision: Revision): Revision {
    const named = this.#named[this.#indexFrom(revision)];
    return named === undefined || named > this.floor ? (Math.max(this.floor, revision) as Revision) : named;
  }

  #indexFrom(revision: Revision): number {
    return firstIndex(0, this.#named.length, (index) => (this.#named[index] as Revision) >= revision);
  }
}
