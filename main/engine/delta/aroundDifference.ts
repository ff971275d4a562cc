import { endOfString } from "../../../shared/json/scanner.ts";

/** Bytes compared at once. */
const STEP = 4096;

/**
 * The first distance before the difference in which the end of a string is searched, and after it for its surroundings.
 */
const LOOK_BACK = 1024;
const LOOK_AHEAD = 64 * 1024;

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** What can stand between strings in JSON without white space. */
const BETWEEN = new Uint8Array(256);
for (const character of "{}[],:-+.0123456789eEtrufalsn") BETWEEN[character.charCodeAt(0)] = 1;

/**
 * For two different JSON texts in UTF-8 without white space: a range of each, from the same place outside strings
 * before the first difference, that is sufficient to decide whether they definitely differ. One byte is one character.
 */
export function aroundDifference(a: Buffer, b: Buffer): readonly [string, string] {
  const at = firstDifference(a, b);
  const start = endOfStringBefore(a, at);
  const near = [a, b].map((text) => text.toString("latin1", start, at + LOOK_AHEAD)) as [string, string];
  return suffices(near, at - start) ? near : [a.toString("latin1", start), b.toString("latin1", start)];
}

function firstDifference(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at + STEP <= length && a.compare(b, at, at + STEP, at, at + STEP) === 0) at += STEP;
  while (at < length && a[at] === b[at]) at += 1;
  return at;
}

/** A place directly after a string, shortly before this one; the beginning if there is none. */
function endOfStringBefore(text: Buffer, at: number): number {
  for (let back = LOOK_BACK; back < at; back *= 8) {
    let from = at - back;
    // A character after a backslash belongs to an escape.
    while (text[from - 1] === BACKSLASH && from < at) from += 1;
    const end = firstEndOfString(text, from, at);
    if (end !== undefined) return end;
  }
  return 0;
}

/**
 * The end of the first string that ends in this range; undefined if it is ambiguous which of its parts are strings.
 * Every other part is a string, and the parts between contain only a few kinds of characters.
 */
function firstEndOfString(text: Buffer, from: number, to: number): number | undefined {
  const ends: (number | undefined)[] = [undefined, undefined];
  const possible = [true, true];
  let part = 0;
  for (let at = from; at < to; at += 1) {
    const byte = text[at] as number;
    if (byte === QUOTE) {
      // If the parts like this one are the strings, this is the end of one.
      ends[part] ??= at + 1;
      part = 1 - part;
    } else if (BETWEEN[byte] === 0) {
      // Then the other parts cannot be strings.
      possible[1 - part] = false;
      if (byte === BACKSLASH) at += 1;
    }
  }
  if (possible[0] === possible[1]) return undefined;
  return ends[possible[0] ? 0 : 1];
}

/**
 * Whether two ranges that first differ here are long enough: names of members are compared up to the end of the object.
 */
function suffices([a, b]: readonly [string, string], at: number): boolean {
  let opened: number | undefined;
  for (let i = 0; i < at; i += 1) {
    const code = a.charCodeAt(i);
    if (code === QUOTE) opened = opened === undefined ? i : undefined;
    else if (code === BACKSLASH) i += 1;
  }
  if (opened === undefined) return true;
  const end = endOfString(a, opened);
  return isClosed(a, end) && isClosed(b, endOfString(b, opened)) && a.charCodeAt(end) !== COLON;
}

/** Whether a string that ends here ends within the range; if it is cut, the end is 0. */
function isClosed(text: string, end: number): boolean {
  return end > 0 && end < text.length;
}
