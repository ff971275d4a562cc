import { shortPointer } from "./pointer.ts";

/** The maximum depth of arrays and objects in one value (rule M3). */
export const MAX_DEPTH = 500;

/**
 * The maximum number of members of an object, or items of an array (rule F12). A JavaScript `Map` or `Set` holds 2^24;
 * more ends the call, or the process.
 */
export const MAX_PARTS = 16_000_000;

/** Text that is not JSON as Strata accepts it, with the place of the error. */
export class JsonSyntaxError extends SyntaxError {
  override readonly name = "JsonSyntaxError";
  /** The reason, without the place. */
  readonly reason: string;
  /** UTF-16 units from the start of the text. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** UTF-16 units from the start of the line, counted from 1. */
  readonly column: number;
  /** JSON Pointer (RFC 6901) of the innermost value around the place; "" is the whole text. */
  readonly pointer: string;
  /** Whether the text ended before its value did, so that more text might complete it. */
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

/** The line and column, both counted from 1, of an offset in a text. Lines end with ` `. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < offset; next = text.indexOf("\n", start)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}
