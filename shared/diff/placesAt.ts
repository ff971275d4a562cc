import {
  type ExactValue,
  equalExact,
  isExactArray,
  isExactObject,
  parseExact,
  toPointer,
} from "../json/index.ts";
import { partsAfter, partsFrom, partsOfPattern } from "./pattern.ts";

/** Whether any place that matches a pattern of `fromPattern` differs between two values or exists in only one. */
export function differsAt(before: string | null, after: string | null, pattern: string): boolean {
  const parts = partsOfPattern(pattern);
  const then = placesAt(before, parts);
  const now = placesAt(after, parts);
  if (then.size !== now.size) return true;
  for (const [pointer, value] of then) {
    const other = now.get(pointer);
    if (other === undefined || !equalExact(value, other)) return true;
  }
  return false;
}

/** The places of a value that match a pattern, by JSON Pointer. */
function placesAt(text: string | null, parts: readonly string[]): Map<string, ExactValue> {
  const places = new Map<string, ExactValue>();
  if (text !== null) collect(parseExact(text), [], parts, partsFrom(parts, [0]), places);
  return places;
}

/** @param next The parts that may match next. All are tried at once, so each place is visited once. */
function collect(
  value: ExactValue,
  path: readonly (string | number)[],
  parts: readonly string[],
  next: readonly number[],
  places: Map<string, ExactValue>,
): void {
  if (next.at(-1) === parts.length) places.set(toPointer(path), value);
  for (const [step, child] of childrenOf(value)) {
    const after = partsAfter(parts, next, String(step));
    if (after.length > 0) collect(child, [...path, step], parts, after, places);
  }
}

function childrenOf(value: ExactValue): Iterable<readonly [string | number, ExactValue]> {
  if (isExactObject(value)) return value;
  return isExactArray(value) ? value.entries() : [];
}
