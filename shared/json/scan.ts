import { BEFORE_MEMBERS, fail, failUnexpected, nameAt, path } from "./failure.ts";
import { addMember, hashOf } from "./members.ts";
import { scanNumber } from "./scanNumber.ts";
import { scanString } from "./scanString.ts";
import { MAX_DEPTH, MAX_PARTS } from "./syntaxError.ts";

/**
 * Reads one JSON value by RFC 8259, strictly, and gives the offset after it. White space before it is skipped.
 * Refuses what other readers change silently: duplicate members, lone surrogates, more than `MAX_DEPTH` levels.
 *
 * @param gaps When given, receives the start and end of each run of white space before and inside the value, two by
 * two.
 * @throws {JsonSyntaxError}
 */
export function scanValue(text: string, start: number, gaps: number[] | null): number {
  return value(text, start, 0, 0, gaps);
}

/**
 * The offset of the colon after the member name whose opening quote is at `i`, in an object that is read by its caller
 * member by member.
 *
 * @throws {JsonSyntaxError}
 */
export function scanName(text: string, i: number): number {
  if (text.charCodeAt(i) !== 34) failUnexpected(text, i, 0, "a member name in double quotes");
  const colon = skipSpace(text, scanString(text, i, 0), null);
  if (text.charCodeAt(colon) !== 58) failUnexpected(text, colon, 0, "a colon after the member name");
  return colon;
}

/** The offset of the first character from `i` on that is not JSON's white space. */
export function skipSpace(text: string, i: number, gaps: number[] | null): number {
  const from = i;
  let c = text.charCodeAt(i);
  while (c === 32 || c === 10 || c === 13 || c === 9) {
    i += 1;
    c = text.charCodeAt(i);
  }
  if (gaps !== null && i !== from) gaps.push(from, i);
  return i;
}

/** @param top How many members the objects around this value have in `members.ts`. */
function value(text: string, i: number, depth: number, top: number, gaps: number[] | null): number {
  let c = text.charCodeAt(i);
  if (c <= 32) {
    i = skipSpace(text, i, gaps);
    c = text.charCodeAt(i);
  }
  if (c === 34) return scanString(text, i, depth);
  if (c === 123) return object(text, i, deeper(text, i, depth), top, gaps);
  if (c === 91) return array(text, i, deeper(text, i, depth), top, gaps);
  if ((c >= 48 && c <= 57) || c === 45) return scanNumber(text, i, depth);
  if (c === 116) return word(text, i, "true", depth);
  if (c === 102) return word(text, i, "false", depth);
  if (c === 110) return word(text, i, "null", depth);
  return failUnexpected(text, i, depth, "a value");
}

export function deeper(text: string, i: number, depth: number): number {
  if (depth < MAX_DEPTH) return depth + 1;
  return fail(text, i, depth, `Expected at most ${MAX_DEPTH} levels of nesting, found one more`);
}

function array(text: string, i: number, depth: number, top: number, gaps: number[] | null): number {
  path[depth] = 0;
  i += 1;
  let c = text.charCodeAt(i);
  if (c <= 32) {
    i = skipSpace(text, i, gaps);
    c = text.charCodeAt(i);
  }
  if (c === 93) return i + 1;
  for (let position = 0; ; position += 1) {
    path[depth] = position;
    if (position === MAX_PARTS) failTooMany(text, i, depth, "items in one array");
    i = value(text, i, depth, top, gaps);
    c = text.charCodeAt(i);
    if (c <= 32) {
      i = skipSpace(text, i, gaps);
      c = text.charCodeAt(i);
    }
    if (c === 93) return i + 1;
    if (c !== 44) failUnexpected(text, i, depth, "a comma or the end of the array");
    i += 1;
  }
}

function object(text: string, i: number, depth: number, base: number, gaps: number[] | null): number {
  path[depth] = BEFORE_MEMBERS;
  i = spaced(text, i + 1, gaps);
  if (text.charCodeAt(i) === 125) return i + 1;
  let seen: Set<string> | null = null;
  for (let top = base; ; ) {
    if (text.charCodeAt(i) !== 34) failUnexpected(text, i, depth, "a member name in double quotes");
    const start = i + 1;
    let hash = 0;
    let c = 0;
    i = start;
    for (;;) {
      c = text.charCodeAt(i);
      if (c === 34) break;
      if (c >= 32 && c !== 92 && c < 0xd800) {
        hash = (Math.imul(hash, 31) + c) | 0;
        i += 1;
        continue;
      }
      i = scanString(text, start - 1, depth) - 1;
      hash = hashOf(nameAt(text, start, i));
      break;
    }
    path[depth] = ~start;
    seen = addMember(text, start, i, hash, depth, base, top, seen);
    if (seen === null) top += 1;
    else if (seen.size > MAX_PARTS) failTooMany(text, i, depth, "members in one object");
    i = spaced(text, i + 1, gaps);
    if (text.charCodeAt(i) !== 58) failUnexpected(text, i, depth, "a colon after the member name");
    i = spaced(text, value(text, i + 1, depth, top, gaps), gaps);
    c = text.charCodeAt(i);
    if (c === 125) return i + 1;
    if (c !== 44) failUnexpected(text, i, depth, "a comma or the end of the object");
    i = spaced(text, i + 1, gaps);
  }
}

export function failTooMany(text: string, i: number, depth: number, what: string): never {
  return fail(text, i, depth, `Expected at most ${MAX_PARTS.toLocaleString("en")} ${what}, found one more`);
}

function spaced(text: string, i: number, gaps: number[] | null): number {
  return text.charCodeAt(i) <= 32 ? skipSpace(text, i, gaps) : i;
}

export function word(text: string, i: number, expected: string, depth: number): number {
  if (text.startsWith(expected, i)) return i + expected.length;
  const cut = text.length - i < expected.length && expected.startsWith(text.slice(i));
  return failUnexpected(text, i, depth, "a value", cut);
}
