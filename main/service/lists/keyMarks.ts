import { compareKeys, firstIndex, type Key, type KeyDifference } from "../../../shared/model/index.ts";

/** The number of keys before a given key, which need not exist. */
interface Mark {
  readonly key: Key;
  readonly position: number;
}

/**
 * A sparse index of a sorted list of keys: the position of every nth key. It is built from the front in slices, and
 * updated for another moment by the difference between the two.
 */
export class KeyMarks {
  readonly #marks: Mark[];
  /** The first `position` keys, up to and including `after`, have been indexed. */
  #seen: { readonly after: Key | undefined; readonly position: number };
  #complete: boolean;

  constructor(
    marks: Mark[] = [],
    seen: { after: Key | undefined; position: number } = { after: undefined, position: 0 },
    complete = false,
  ) {
    this.#marks = marks;
    this.#seen = seen;
    this.#complete = complete;
  }

  /** The start of the next slice of keys, or null if all have been indexed. */
  get next(): { readonly after: Key | undefined } | null {
    return this.#complete ? null : { after: this.#seen.after };
  }

  /** The number of indexed keys. */
  get reach(): number {
    return this.#complete ? Number.POSITIVE_INFINITY : this.#seen.position;
  }

  /** Whether the position of this key is known. */
  covers(key: Key): boolean {
    return this.#complete || (this.#seen.after !== undefined && compareKeys(key, this.#seen.after) <= 0);
  }

  /** Indexes the keys after the last slice. An empty slice, or `last`, ends the list. */
  add(slice: readonly Key[], last: boolean): void {
    const [first] = slice;
    if (first !== undefined) {
      this.#marks.push({ key: first, position: this.#seen.position });
      this.#seen = { after: slice.at(-1), position: this.#seen.position + slice.length };
    }
    this.#complete = last || first === undefined;
  }

  /** The last mark at or before this position; undefined if the list must be read from its start. */
  before(position: number): Mark | undefined {
    return this.#last((mark) => mark.position <= position);
  }

  /** The last mark at or before this key. */
  beforeKey(key: Key): Mark | undefined {
    return this.#last((mark) => compareKeys(mark.key, key) <= 0);
  }

  /** The marks for another moment that differs by these keys, in key order. */
  shifted(differences: readonly KeyDifference[]): KeyMarks {
    let next = 0;
    let shift = 0;
    const shiftUpTo = (isBefore: (key: Key) => boolean): number => {
      for (; next < differences.length; next++) {
        const difference = differences[next] as KeyDifference;
        if (!isBefore(difference.key)) break;
        if (difference.kind === "added") shift++;
        if (difference.kind === "removed") shift--;
      }
      return shift;
    };
    const marks = this.#marks.map((mark) => ({
      key: mark.key,
      position: mark.position + shiftUpTo((key) => compareKeys(key, mark.key) < 0),
    }));
    const { after, position } = this.#seen;
    const seen = {
      after,
      position: position + shiftUpTo((key) => after !== undefined && compareKeys(key, after) <= 0),
    };
    return new KeyMarks(marks, seen, this.#complete);
  }

  #last(holds: (mark: Mark) => boolean): Mark | undefined {
    const marks = this.#marks;
    return marks[firstIndex(0, marks.length, (index) => !holds(marks[index] as Mark)) - 1];
  }
}
