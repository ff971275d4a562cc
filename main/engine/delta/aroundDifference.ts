import { endOfString } from "../../../shared/json/scanner.ts";

/** Bytes that are compared at once. */
const STEP = 4096;

/** How far before the difference is looked for the end of a string at first, and how far behind it for what it is in. */
const LOOK_BACK = 1024;
const LOOK_AHEAD = 64 * 1024;

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** What can stand between strings in JSON without white space. */
const BETWEEN = new Uint8Array(256);
for (const character of "{}[],:-+.0123456789eEtrufalsn") BETWEEN[character.charCodeAt(0)] = 1;

/**
 * Of two JSON texts in UTF-8, without white space and not the same, what is needed to tell whether they surely differ: a
 * stretch of each that begins at the same place, outside of strings, before they first differ. One byte is one character.
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

/** A place right behind a string, not far before this one; the beginning where there is none. */
function endOfStringBefore(text: Buffer, at: number): number {
  for (let back = LOOK_BACK; back < at; back *= 8) {
    let from = at - back;
    // What follows a backslash is half of a character.
    while (text[from - 1] === BACKSLASH && from < at) from += 1;
    const end = firstEndOfString(text, from, at);
    if (end !== undefined) return end;
  }
  return 0;
}

/**
 * The end of the first string that ends in this stretch; undefined where it does not show which of its parts are strings.
 * Every other part is one, and any but them hold few characters only.
 */
function firstEndOfString(text: Buffer, from: number, to: number): number | undefined {
  const ends: (number | undefined)[] = [undefined, undefined];
  const possible = [true, true];
  let part = 0;
  for (let at = from; at < to; at += 1) {
    const byte = text[at] as number;
    if (byte === QUOTE) {
      // If the parts like this one are the strings, then this is the end of one.
      ends[part] ??= at + 1;
      part = 1 - part;
    } else if (BETWEEN[byte] === 0) {
      // So those like the other one are not.
      possible[1 - part] = false;
      if (byte === BACKSLASH) at += 1;
    }
  }
  if (possible[0] === possible[1]) return undefined;
  return ends[possible[0] ? 0 : 1];
}

/** Whether two stretches that first differ here go on far enough: names of members are compared up to an object's end. */
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

/** Whether a string that ends here does so within the stretch; where it is cut, the end is 0. */
function isClosed(text: string, end: number): boolean {
  return end > 0 && end < text.length;
}
