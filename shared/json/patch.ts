import type { JsonText } from "../model/index.ts";
import { equalExact } from "./equal.ts";
import { type ExactValue, isExactArray, isExactObject, parseExact, stringifyExact } from "./exact.ts";
import { toPointer } from "./pointer.ts";

type Path = readonly (string | number)[];

/**
 * The operations of a JSON Patch (RFC 6902), each as JSON text, that make `after` of `before`: none for equal values,
 * one for a value that came or went. Small changes inside large values stay small; whatever is as long as the
 * new value itself becomes one `replace`.
 *
 * @param path Where the value stands in the document that the patch is for.
 */
export function patchOperations(before: JsonText | null, after: JsonText | null, path: Path = []): string[] {
  if (before === null) return after === null ? [] : [operation("add", path, after)];
  if (after === null) return [operation("remove", path)];
  return between(parseExact(before), parseExact(after), path);
}

function between(before: ExactValue, after: ExactValue, path: Path): string[] {
  if (equalExact(before, after)) return [];
  const replace = [operation("replace", path, stringifyExact(after))];
  const inside =
    isExactObject(before) && isExactObject(after)
      ? members(before, after, path)
      : isExactArray(before) && isExactArray(after)
        ? items(before, after, path)
        : replace;
  return length(inside) < length(replace) ? inside : replace;
}

function members(
  before: ReadonlyMap<string, ExactValue>,
  after: ReadonlyMap<string, ExactValue>,
  path: Path,
): string[] {
  const operations: string[] = [];
  for (const name of before.keys()) {
    if (!after.has(name)) operations.push(operation("remove", [...path, name]));
  }
  for (const [name, value] of after) {
    const old = before.get(name);
    const at = [...path, name];
    if (old === undefined) operations.push(operation("add", at, stringifyExact(value)));
    else operations.push(...between(old, value, at));
  }
  return operations;
}

/** Items alike at both ends are left alone; those between are taken pairwise, and the rest comes or goes. */
function items(before: readonly ExactValue[], after: readonly ExactValue[], path: Path): string[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && equalAt(before, head, after, head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && equalAt(before, before.length - 1 - tail, after, after.length - 1 - tail)) {
    tail += 1;
  }
  const pairs = shorter - tail;
  const operations: string[] = [];
  for (let i = head; i < pairs; i += 1) {
    operations.push(...between(before[i] as ExactValue, after[i] as ExactValue, [...path, i]));
  }
  for (let i = before.length - tail - 1; i >= pairs; i -= 1)
    operations.push(operation("remove", [...path, i]));
  for (let i = pairs; i < after.length - tail; i += 1) {
    operations.push(operation("add", [...path, i], stringifyExact(after[i] as ExactValue)));
  }
  return operations;
}

function equalAt(a: readonly ExactValue[], i: number, b: readonly ExactValue[], j: number): boolean {
  return equalExact(a[i] as ExactValue, b[j] as ExactValue);
}

function operation(op: "add" | "remove" | "replace", path: Path, value?: JsonText): string {
  const head = `{"op":"${op}","path":${JSON.stringify(toPointer(path))}`;
  return value === undefined ? `${head}}` : `${head},"value":${value}}`;
}

function length(operations: readonly string[]): number {
  return operations.reduce((sum, text) => sum + text.length, 0);
}
