import { shortPointer } from "./pointer.ts";

/** Levels of arrays and objects inside each other that one value may have (rule M3). */
export const MAX_DEPTH = 500;

/**
 * Members of one object, or items of one array, at most (rule F12). A JavaScript `Map` or `Set` holds 2^24, and what is beyond
 * ends the call, or the process, by a defect.
 */
export const MAX_PARTS = 16_000_000;

/** Text that is not JSON as Strata takes it, and where it stops being that. */
export class JsonSyntaxError extends SyntaxError {
  override readonly name = "JsonSyntaxError";
  /** What is wrong, without the place. */
  readonly reason: string;
  /** UTF-16 units from the start of the text. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** UTF-16 units from the start of the line, counted from 1. */
  readonly column: number;
  /** JSON Pointer (RFC 6901) of the innermost value around the place; "" is the whole text. */
  readonly pointer: string;
  /** True when the text ended before its value did: more text might have made it whole. */
  readonly atEnd: boolean;

  constructor(
    reason: string,
    place: { offset: number; line: number; column: number; pointer: string; atEnd: boolean },
  ) {
    const inside = place.pointer === "" ? "" : `, inside ${shortPointer(place.pointer)}`;
    super(`${reason} (line ${place.line}, column ${place.column}${inside}).`);
    this.reason = reason;
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
    this.pointer = place.pointer;
    this.atEnd = place.atEnd;
  }
}

/** The line and column, both counted from 1, of an offset into a text. Lines end with `\n`. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < offset; next = text.indexOf("\n", start)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}
