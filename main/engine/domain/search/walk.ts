import { endOfString, nameAt } from "../../../../shared/json/scanner.ts";
import { LimitError } from "../../errors.ts";

/** Steps between two pauses: about 1 ms. A step is one visited place, or one skipped character. */
const STEPS_AT_ONCE = 1 << 18;

/** The most steps of a filter on one value, and the additional steps for each character of the value. */
const STEPS = 1 << 24;
const STEPS_PER_CHARACTER = 64;

/** The result of `memberNear` if the search would take too long. */
export const FAR = -2;

/** Yields null where the caller may run other work. */
export type Walking<Result> = Generator<null, Result, undefined>;

/** Yields places, and null as `Walking` does. */
export type Selecting = Generator<number | null, void, undefined>;

/** One member or item of a place. */
export interface Child {
  /** The offset of its value. */
  readonly at: number;
  /** Its name; null for an item. */
  readonly name: string | null;
  readonly position: number;
}

/**
 * A walk through a stored value, on its text: nothing is parsed, so a value of 60 MB takes no memory besides its text.
 * A place is the offset of its first character. The walk counts its steps, pauses regularly, and ends with an error if
 * it would take too many (rule F10). The text must be valid and without white space.
 */
export class Walk {
  readonly text: string;
  readonly #most: number;
  #steps = 0;
  #nextPause = STEPS_AT_ONCE;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
    this.#most = STEPS + STEPS_PER_CHARACTER * text.length;
  }

  get steps(): number {
    return this.#steps;
  }

  /**
   * Counts steps. True if a pause is due: then `yield null`.
   *
   * @throws {LimitError} after too many.
   */
  spend(steps: number): boolean {
    this.#count(steps);
    if (this.#steps < this.#nextPause) return false;
    this.#nextPause = this.#steps + STEPS_AT_ONCE;
    return true;
  }

  /** The first character of a place. */
  startOf(place: number): number {
    return this.text.charCodeAt(place);
  }

  isArray(place: number): boolean {
    return this.startOf(place) === 91;
  }

  isObject(place: number): boolean {
    return this.startOf(place) === 123;
  }

  /** The offset after the value at a place. */
  *after(place: number): Walking<number> {
    let end = this.#skip(place, 0);
    while (end < 0) {
      yield null;
      end = this.#skip(~end, this.#depth);
    }
    return end;
  }

  /** The members or items of a place in order, none for a leaf; null where a pause is due. */
  *children(place: number): Generator<Child | null, void, undefined> {
    const { text } = this;
    const isObject = this.isObject(place);
    if (!(isObject || this.isArray(place)) || isEmpty(text, place)) return;
    for (let i = place + 1, position = 0; ; position += 1) {
      let name: string | null = null;
      if (isObject) {
        const colon = endOfString(text, i);
        name = nameAt(text, i + 1, colon - 1);
        i = colon + 1;
      }
      if (this.spend(1)) yield null;
      yield { at: i, name, position };
      let end = this.#skip(i, 0);
      while (end < 0) {
        yield null;
        end = this.#skip(~end, this.#depth);
      }
      if (text.charCodeAt(end) !== 44) return;
      i = end + 1;
    }
  }

  *childCount(place: number): Walking<number> {
    let count = 0;
    for (const child of this.children(place)) {
      if (child === null) yield null;
      else count += 1;
    }
    return count;
  }

  /** The next object or array that begins after a place and before `end`, inside it or not; -1 if there is none. */
  *containerAfter(place: number, end: number): Walking<number> {
    const { text } = this;
    let from = place;
    // No value begins inside a string.
    let i = text.charCodeAt(place) === 34 ? endOfString(text, place) : place + 1;
    for (; i < end; i += 1) {
      const c = text.charCodeAt(i);
      if (c === 123 || c === 91) break;
      if (c === 34) i = endOfString(text, i) - 1;
      else if (i - from < STEPS_AT_ONCE) continue;
      if (this.spend(i - from)) yield null;
      from = i;
    }
    if (this.spend(Math.max(i - from, 1))) yield null;
    return i < end ? i : -1;
  }

  /**
   * The offset of the member with this name; -1 if the place has none, and `FAR` if the search takes longer than the
   * time between two pauses: then use `member`.
   */
  memberNear(place: number, name: string): number {
    const { text } = this;
    if (!this.isObject(place) || isEmpty(text, place)) return -1;
    const quoted = JSON.stringify(name);
    for (let i = place + 1; i < place + STEPS_AT_ONCE; ) {
      const colon = endOfString(text, i);
      if (isNamed(text, i, colon, name, quoted)) return colon + 1;
      const end = this.#skip(colon + 1, 0);
      if (end < 0) return FAR;
      if (text.charCodeAt(end) !== 44) return -1;
      i = end + 1;
    }
    return FAR;
  }

  /** The offset of the member with this name; -1 if the place has none. */
  *member(place: number, name: string): Walking<number> {
    for (const child of this.children(place)) {
      if (child === null) yield null;
      else if (child.name === name) return child.at;
    }
    return -1;
  }

  #count(steps: number): void {
    this.#steps += steps;
    if (this.#steps <= this.#most) return;
    throw new LimitError(
      `The filter was stopped after ${this.#most} steps in one value. Write more of the path, with fewer * and .. in it.`,
    );
  }

  /** The offset after the value in which this offset has this depth; its complement, with `#depth` set, for a pause. */
  #skip(from: number, depth: number): number {
    const { text } = this;
    const most = from + STEPS_AT_ONCE;
    let i = from;
    while (i < most) {
      const c = text.charCodeAt(i);
      if (c === 34) i = endOfString(text, i);
      else if (c === 123 || c === 91) {
        depth += 1;
        i += 1;
        continue;
      } else if (c === 125 || c === 93) {
        depth -= 1;
        i += 1;
      } else if (depth === 0) i = endOfWord(text, i);
      else {
        i += 1;
        continue;
      }
      if (depth === 0) {
        this.#count(i - from);
        return i;
      }
    }
    this.#count(i - from);
    this.#depth = depth;
    return ~i;
  }
}

/** The offset after a number, `true`, `false` or `null`. */
export function endOfWord(text: string, i: number): number {
  for (;;) {
    const c = text.charCodeAt(i);
    if (c === 44 || c === 93 || c === 125 || Number.isNaN(c)) return i;
    i += 1;
  }
}

/** Whether the name between the quotes at `i` and before the colon is this one, with any escapes. */
function isNamed(text: string, i: number, colon: number, name: string, quoted: string): boolean {
  if (text.startsWith(quoted, i)) return true;
  // Escapes make it longer.
  return colon - i - 2 > name.length && nameAt(text, i + 1, colon - 1) === name;
}

/** Whether an object or array is empty. */
function isEmpty(text: string, place: number): boolean {
  return text.charCodeAt(place + 1) === text.charCodeAt(place) + 2;
}
