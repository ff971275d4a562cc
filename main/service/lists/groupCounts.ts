import type { KeyDifference } from "../../../shared/model/index.ts";

/** The number of keys in each counted group, by the separator that makes the groups. */
export class GroupCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  get(separator: string, group: string): number | undefined {
    return this.#counts.get(separator)?.get(group);
  }

  set(separator: string, group: string, count: number): void {
    const counts = this.#counts.get(separator) ?? new Map<string, number>();
    this.#counts.set(separator, counts.set(group, count));
  }

  /** The counts for another moment that differs by these keys. */
  shifted(differences: readonly KeyDifference[]): GroupCounts {
    const shifted = new GroupCounts();
    for (const [separator, counts] of this.#counts) {
      const copy = new Map(counts);
      for (const { key, kind } of differences) {
        if (kind === "changed") continue;
        for (const group of groupsOf(key, separator)) {
          const count = copy.get(group);
          if (count !== undefined) copy.set(group, count + (kind === "added" ? 1 : -1));
        }
      }
      shifted.#counts.set(separator, copy);
    }
    return shifted;
  }
}

/** Every group that contains a key, outermost first; each ends with the separator. */
function* groupsOf(key: string, separator: string): Generator<string, void, void> {
  for (let at = key.indexOf(separator); at !== -1; at = key.indexOf(separator, at + separator.length)) {
    yield key.slice(0, at + separator.length);
  }
}
