import type { JsonText } from "../model/index.ts";
import { describeUnexpected } from "./describe.ts";
import { endOfString } from "./ends.ts";
import { scanValue, skipSpace } from "./scan.ts";
import { ScanInSlices } from "./scanInSlices.ts";
import { JsonSyntaxError, lineAndColumn } from "./syntaxError.ts";

const BYTE_ORDER_MARK = 0xfeff;

/** From this length on white space is left out in a second walk: to note every run of it could take more memory than there is. */
const LONG = 1 << 23;
/** Pieces that are put together at once. */
const PIECES = 1 << 16;

/**
 * The JSON value without insignificant white space; numbers, escapes and member order stay as they are written. A byte
 * order mark at the very start is dropped.
 *
 * @throws {JsonSyntaxError} for anything but exactly one JSON value without duplicate members, lone surrogates or more
 * than 500 levels (rules V1, M3).
 */
export function minify(text: string): JsonText {
  const isLong = text.length >= LONG;
  const gaps: number[] = [];
  const start = skipSpace(text, text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0, null);
  const end = scanWhole(text, start, isLong ? null : gaps);
  return isLong ? withoutSpace(text, start, end) : withoutGaps(text, start, end, gaps);
}

/**
 * `minify` in slices of a few milliseconds (rule F12): yields between them, and takes a little longer in total.
 *
 * @throws {JsonSyntaxError} as `minify` does.
 */
export function* minifyInSlices(text: string): Generator<null, JsonText, undefined> {
  const scan = new ScanInSlices(skipSpace(text, text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0, null));
  while (!scan.go(text, true)) yield null;
  assertEnd(text, scan.end);
  yield null;
  return scan.minified(text) as JsonText;
}

/** Valid text between two offsets, without the white space outside its strings. */
function withoutSpace(text: string, start: number, end: number): JsonText {
  const written: string[] = [];
  let pieces: string[] = [];
  let from = start;
  for (let i = start; i < end; ) {
    const c = text.charCodeAt(i);
    if (c === 34) i = endOfString(text, i);
    else if (c > 32) i += 1;
    else {
      pieces.push(text.slice(from, i));
      i = skipSpace(text, i, null);
      from = i;
      if (pieces.length < PIECES) continue;
      written.push(pieces.join(""));
      pieces = [];
    }
  }
  written.push(pieces.join(""), text.slice(from, end));
  return written.join("") as JsonText;
}

export type Validity = { readonly ok: true } | { readonly ok: false; readonly error: JsonSyntaxError };

/**
 * Whether `minify` would accept this text, and if not, what is wrong and where. For an editor, while a person types.
 */
export function validate(text: string): Validity {
  try {
    scanWhole(text, text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0, null);
    return { ok: true };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { ok: false, error };
    throw error;
  }
}

/** The text between two offsets, without the runs of white space that `scanValue` found. */
export function withoutGaps(text: string, start: number, end: number, gaps: readonly number[]): JsonText {
  if (gaps.length === 0)
    return (start === 0 && end === text.length ? text : text.slice(start, end)) as JsonText;
  const parts: string[] = [];
  let from = start;
  for (let gap = 0; gap < gaps.length; gap += 2) {
    const upTo = gaps[gap] ?? end;
    if (upTo > from) parts.push(text.slice(from, upTo));
    from = gaps[gap + 1] ?? end;
  }
  if (end > from) parts.push(text.slice(from, end));
  return parts.join("") as JsonText;
}

function scanWhole(text: string, start: number, gaps: number[] | null): number {
  const end = scanValue(text, start, gaps);
  assertEnd(text, end);
  return end;
}

function assertEnd(text: string, end: number): void {
  const rest = skipSpace(text, end, null);
  if (rest === text.length) return;
  throw new JsonSyntaxError(
    `Expected the end of the text after the value, found ${describeUnexpected(text, rest)}`,
    {
      offset: rest,
      ...lineAndColumn(text, rest),
      pointer: "",
      atEnd: false,
    },
  );
}
