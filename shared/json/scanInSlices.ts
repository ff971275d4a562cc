import { BEFORE_MEMBERS, failUnexpected, nameAt, path } from "./failure.ts";
import { addMember, bringBackMembers, hashOf, keepMembers, type OpenMembers } from "./members.ts";
import { deeper, failTooMany, skipSpace, word } from "./scan.ts";
import { scanNumber } from "./scanNumber.ts";
import { scanString, scanStringFrom } from "./scanString.ts";
import { MAX_DEPTH, MAX_PARTS } from "./syntaxError.ts";

/** UTF-16 units of one slice: some milliseconds. */
const AT_ONCE = 1 << 18;
/** Pieces of text that are put together at once. */
const PIECES = 1 << 14;

/** What has to come next. */
const Expected = {
  VALUE: 0,
  /** In an array that was just opened. */
  ITEM_OR_END: 1,
  /** In an object that was just opened. */
  NAME_OR_END: 2,
  NAME: 3,
  COLON: 4,
  COMMA_OR_END: 5,
  /** The value is a string, and so far read in part. */
  REST_OF_STRING: 6,
} as const;

/**
 * Reads one JSON value as `scanValue` does, with the same errors, in slices between which other scans may go on. Its place
 * moves only when a token is complete, so that it also goes on with more text after an error that says `atEnd`.
 */
export class ScanInSlices {
  #at: number;
  #expected: number = Expected.VALUE;
  #depth = 0;
  /** The last string's opening quote. */
  #opening = 0;
  readonly #path = new Int32Array(MAX_DEPTH + 1);
  /** For each level where its members begin in `members.ts`, and the names of an object of many. */
  readonly #bases = new Int32Array(MAX_DEPTH + 1);
  readonly #seen: (Set<string> | null)[] = [];
  #top = 0;
  #kept: OpenMembers = keepMembers(0);
  /** The text without white space up to `#from`. */
  #pieces: string[] = [];
  readonly #written: string[] = [];
  #from: number;

  /** @param start Where the value begins: no white space is before it. */
  constructor(start: number) {
    this.#at = start;
    this.#from = start;
  }

  /** The offset behind the value, once `go` has said that it ended. */
  get end(): number {
    return this.#at;
  }

  /**
   * Reads on for some milliseconds; true at the value's end.
   *
   * @param text The same as before, or one that goes on behind it.
   * @param isWhole Whether nothing follows this text: then a number at its end has ended.
   * @throws {JsonSyntaxError} as `scanValue` does.
   */
  go(text: string, isWhole: boolean): boolean {
    path.set(this.#path.subarray(0, this.#depth + 1));
    bringBackMembers(this.#kept, 0);
    const until = this.#at + AT_ONCE;
    try {
      while (this.#at < until) if (this.#token(text, isWhole, until)) return true;
      return false;
    } finally {
      this.#path.set(path.subarray(0, this.#depth + 1));
      this.#kept = keepMembers(this.#top);
    }
  }

  /** Continues in a text from whose beginning `units` UTF-16 units were dropped. */
  move(by: number): void {
    this.#at -= by;
    this.#from -= by;
    this.#opening -= by;
    for (let level = 1; level <= this.#depth; level += 1) {
      const position = this.#path[level] ?? 0;
      if (position < 0 && position !== BEFORE_MEMBERS) this.#path[level] = ~(~position - by);
    }
    bringBackMembers(this.#kept, by);
    this.#kept = keepMembers(this.#top);
  }

  /** The value without white space, once it has ended. */
  minified(text: string): string {
    if (this.#written.length === 0 && this.#pieces.length === 0) {
      return this.#from === 0 && this.#at === text.length ? text : text.slice(this.#from, this.#at);
    }
    this.#written.push(this.#pieces.join(""), text.slice(this.#from, this.#at));
    return this.#written.join("");
  }

  /** Reads one token and the white space before it; true when the value has ended with it. */
  #token(text: string, isWhole: boolean, until: number): boolean {
    if (this.#expected === Expected.REST_OF_STRING) return this.#string(text, this.#at, until);
    let i = this.#at;
    let c = text.charCodeAt(i);
    if (c <= 32) {
      i = this.#space(text);
      c = text.charCodeAt(i);
    }
    switch (this.#expected) {
      case Expected.ITEM_OR_END:
        return c === 93 ? this.#close(i) : this.#value(text, i, c, isWhole, until);
      case Expected.NAME_OR_END:
        return c === 125 ? this.#close(i) : this.#name(text, i, c);
      case Expected.NAME:
        return this.#name(text, i, c);
      case Expected.COLON:
        if (c !== 58) failUnexpected(text, i, this.#depth, "a colon after the member name");
        return this.#now(Expected.VALUE, i + 1);
      case Expected.COMMA_OR_END:
        return this.#comma(text, i, c);
      default:
        return this.#value(text, i, c, isWhole, until);
    }
  }

  #space(text: string): number {
    const i = skipSpace(text, this.#at, null);
    if (i === this.#at) return i;
    this.#pieces.push(text.slice(this.#from, this.#at));
    if (this.#pieces.length === PIECES) {
      this.#written.push(this.#pieces.join(""));
      this.#pieces = [];
    }
    this.#from = i;
    this.#at = i;
    return i;
  }

  #now(expected: number, at: number): false {
    this.#expected = expected;
    this.#at = at;
    return false;
  }

  #value(text: string, i: number, c: number, isWhole: boolean, until: number): boolean {
    const depth = this.#depth;
    if (c === 34) {
      this.#opening = i;
      return this.#string(text, i + 1, until);
    }
    if (c === 123 || c === 91) return this.#open(i, deeper(text, i, depth), c === 123);
    if ((c >= 48 && c <= 57) || c === 45) {
      const end = scanNumber(text, i, depth);
      if (end === text.length && !isWhole) failUnexpected(text, end, depth, "the rest of a number");
      return this.#ended(end);
    }
    if (c === 116) return this.#ended(word(text, i, "true", depth));
    if (c === 102) return this.#ended(word(text, i, "false", depth));
    if (c === 110) return this.#ended(word(text, i, "null", depth));
    return failUnexpected(text, i, depth, "a value");
  }

  #string(text: string, from: number, until: number): boolean {
    const end = scanStringFrom(text, from, this.#opening, this.#depth, until);
    return end < 0 ? this.#now(Expected.REST_OF_STRING, ~end) : this.#ended(end);
  }

  #open(i: number, depth: number, isObject: boolean): false {
    this.#depth = depth;
    path[depth] = isObject ? BEFORE_MEMBERS : 0;
    this.#bases[depth] = this.#top;
    this.#seen[depth] = null;
    return this.#now(isObject ? Expected.NAME_OR_END : Expected.ITEM_OR_END, i + 1);
  }

  #close(i: number): boolean {
    this.#top = this.#bases[this.#depth] ?? 0;
    this.#seen[this.#depth] = null;
    this.#depth -= 1;
    return this.#ended(i + 1);
  }

  /** A value ends here. */
  #ended(end: number): boolean {
    this.#now(Expected.COMMA_OR_END, end);
    return this.#depth === 0;
  }

  #name(text: string, i: number, c: number): false {
    const depth = this.#depth;
    if (c !== 34) failUnexpected(text, i, depth, "a member name in double quotes");
    const start = i + 1;
    const end = scanString(text, i, depth) - 1;
    path[depth] = ~start;
    const hash = hashOf(nameAt(text, start, end));
    const before = this.#seen[depth] ?? null;
    const seen = addMember(text, start, end, hash, depth, this.#bases[depth] ?? 0, this.#top, before);
    this.#seen[depth] = seen;
    if (seen === null) this.#top += 1;
    else if (seen.size > MAX_PARTS) failTooMany(text, end, depth, "members in one object");
    return this.#now(Expected.COLON, end + 1);
  }

  #comma(text: string, i: number, c: number): boolean {
    const depth = this.#depth;
    const position = path[depth] ?? 0;
    if (position < 0) {
      if (c === 125) return this.#close(i);
      if (c !== 44) failUnexpected(text, i, depth, "a comma or the end of the object");
      return this.#now(Expected.NAME, i + 1);
    }
    if (c === 93) return this.#close(i);
    if (c !== 44) failUnexpected(text, i, depth, "a comma or the end of the array");
    path[depth] = position + 1;
    if (position + 1 === MAX_PARTS) failTooMany(text, i + 1, depth, "items in one array");
    return this.#now(Expected.VALUE, i + 1);
  }
}
