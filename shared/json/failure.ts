import { describeUnexpected } from "./describe.ts";
import { toPointer } from "./pointer.ts";
import { JsonSyntaxError, lineAndColumn, MAX_DEPTH } from "./syntaxError.ts";

/**
 * Where a scan is, level by level: in an array the position of the current item, in an object the bitwise complement
 * of the offset of the current member's name. Scratch of the one scan that can be under way: a scan is synchronous and
 * calls nothing of its caller's.
 */
export const path = new Int32Array(MAX_DEPTH + 1);

/** In `path`: inside an object, before its first member. */
export const BEFORE_MEMBERS = ~0x7ffffffe;

/** The member name written between these offsets, its escapes resolved. */
export function nameAt(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
}

export function fail(text: string, offset: number, depth: number, reason: string, atEnd = false): never {
  const segments: (string | number)[] = [];
  for (let level = 1; level <= depth; level += 1) {
    const position = path[level] ?? 0;
    if (position === BEFORE_MEMBERS) continue;
    if (position >= 0) {
      segments.push(position);
      continue;
    }
    const start = ~position;
    let end = start;
    while (text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
    segments.push(nameAt(text, start, end));
  }
  const pointer = toPointer(segments);
  throw new JsonSyntaxError(reason, { offset, ...lineAndColumn(text, offset), pointer, atEnd });
}

export function failUnexpected(text: string, i: number, depth: number, expected: string, cut = false): never {
  const found = describeUnexpected(text, i);
  fail(text, i, depth, `Expected ${expected}, found ${found}`, cut || i >= text.length);
}
