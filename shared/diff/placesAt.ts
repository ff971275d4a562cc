import {
  type ExactValue,
  equalExact,
  isExactArray,
  isExactObject,
  parseExact,
  toPointer,
} from "../json/index.ts";
import { partsOfPattern } from "./pattern.ts";

/** Whether something that a pattern of `fromPattern` means is another in one value than in the other, or only in one. */
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

/** The places of a value that the parts of a pattern mean, by JSON Pointer. */
function placesAt(text: string | null, parts: readonly string[]): Map<string, ExactValue> {
  const places = new Map<string, ExactValue>();
  if (text !== null) collect(parseExact(text), [], parts, 0, places);
  return places;
}

function collect(
  value: ExactValue,
  path: readonly (string | number)[],
  parts: readonly string[],
  part: number,
  places: Map<string, ExactValue>,
): void {
  const wanted = parts[part];
  if (wanted === undefined) {
    places.set(toPointer(path), value);
    return;
  }
  if (wanted === "**") collect(value, path, parts, part + 1, places);
  for (const [step, child] of childrenOf(value, wanted)) {
    collect(child, [...path, step], parts, wanted === "**" ? part : part + 1, places);
  }
}

function* childrenOf(value: ExactValue, wanted: string): Iterable<readonly [string | number, ExactValue]> {
  const isAny = wanted === "*" || wanted === "**";
  if (isExactObject(value)) {
    if (isAny) yield* value;
    else {
      const child = value.get(wanted);
      if (child !== undefined) yield [wanted, child];
    }
  } else if (isExactArray(value)) {
    if (isAny) yield* value.entries();
    else {
      const child = /^\d+$/.test(wanted) ? value[Number(wanted)] : undefined;
      if (child !== undefined) yield [Number(wanted), child];
    }
  }
}
