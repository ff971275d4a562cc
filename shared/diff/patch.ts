import {
  type ExactValue,
  isExactArray,
  isExactObject,
  parseExact,
  stringifyExact,
  toPointer,
} from "../json/index.ts";
import type { JsonText } from "../model/index.ts";
import { type ArrayDelta, type Delta, deltaBetween, type ObjectDelta } from "./delta.ts";
import { Interner } from "./interner.ts";
import { NAME_PREFIX } from "./token.ts";
import type { Path } from "./tree.ts";

/** The limit of moves times items up to which items are moved one by one. */
const MAX_STEPS = 200_000_000;

/**
 * The operations of a JSON Patch (RFC 6902), each as JSON text, that turn `before` into `after`: none for equal values,
 * one for an added or removed value. A moved item or renamed member is one `move`. Small changes inside large values
 * stay small; a patch as long as the new value becomes one `replace`.
 *
 * @param path The place of the value in the patched document.
 */
export function patchOperations(before: JsonText | null, after: JsonText | null, path: Path = []): string[] {
  if (before === null) return after === null ? [] : [operation("add", path, after)];
  if (after === null) return [operation("remove", path)];
  const one = parseExact(before);
  const other = parseExact(after);
  const interner = new Interner();
  return between(one, other, deltaBetween(interner.intern(one), interner.intern(other)), path);
}

function between(before: ExactValue, after: ExactValue, delta: Delta, path: Path): string[] {
  if (delta === undefined) return [];
  const replace = [operation("replace", path, stringifyExact(after))];
  const inside = insideOf(before, after, delta, path);
  return inside !== null && length(inside) < length(replace) ? inside : replace;
}

function insideOf(
  before: ExactValue,
  after: ExactValue,
  delta: Exclude<Delta, undefined>,
  path: Path,
): string[] | null {
  if (delta === "replaced") return null;
  if (delta.kind === "object")
    return isExactObject(before) && isExactObject(after) ? members(before, after, delta, path) : null;
  return isExactArray(before) && isExactArray(after) ? items(before, after, delta, path) : null;
}

function members(
  before: ReadonlyMap<string, ExactValue>,
  after: ReadonlyMap<string, ExactValue>,
  { members: deltas, renamed }: ObjectDelta,
  path: Path,
): string[] {
  const operations: string[] = [];
  const at = (prefixed: string) => [...path, prefixed.slice(NAME_PREFIX.length)];
  const gone = new Set(renamed.values());
  for (const [name, old] of renamed) operations.push(move(at(old), at(name)));
  for (const name of deltas.keys()) {
    const isGone = !after.has(name.slice(NAME_PREFIX.length));
    if (isGone && !gone.has(name)) operations.push(operation("remove", at(name)));
  }
  for (const [name, value] of after) {
    const delta = deltas.get(NAME_PREFIX + name);
    if (delta === undefined || renamed.has(NAME_PREFIX + name)) continue;
    const old = before.get(name);
    const place = [...path, name];
    if (old === undefined) operations.push(operation("add", place, stringifyExact(value)));
    else for (const inner of between(old, value, delta, place)) operations.push(inner);
  }
  return operations;
}

/**
 * Removes items from the end on, moves each moved item behind its predecessor, adds new items in order, then changes
 * items inside. Null if that would take too long.
 */
function items(
  before: readonly ExactValue[],
  after: readonly ExactValue[],
  { partner, inPlace, items: deltas }: ArrayDelta,
  path: Path,
): string[] | null {
  const operations: string[] = [];
  const source = new Int32Array(after.length).fill(-1);
  /** The current items by their indices before, in their current order. */
  const present: number[] = [];
  let moves = 0;
  for (const [index, to] of partner.entries()) {
    if (to < 0) continue;
    source[to] = index;
    present.push(index);
    if (inPlace[index] === 0) moves += 1;
  }
  if (moves * present.length > MAX_STEPS) return null;
  for (let index = before.length - 1; index >= 0; index -= 1) {
    if (partner[index] === -1) operations.push(operation("remove", [...path, index]));
  }
  let behind = -1;
  for (const index of source) {
    if (index < 0) continue;
    if (inPlace[index] === 0) {
      const from = present.indexOf(index);
      present.splice(from, 1);
      const to = behind < 0 ? 0 : present.indexOf(behind) + 1;
      present.splice(to, 0, index);
      if (from !== to) operations.push(move([...path, from], [...path, to]));
    }
    behind = index;
  }
  for (const [to, index] of source.entries()) {
    if (index < 0) operations.push(operation("add", [...path, to], stringifyExact(after[to] as ExactValue)));
  }
  for (const [to, delta] of deltas) {
    const old = before[source[to] ?? 0] as ExactValue;
    for (const inner of between(old, after[to] as ExactValue, delta, [...path, to])) operations.push(inner);
  }
  return operations;
}

function move(from: Path, to: Path): string {
  return `{"op":"move","from":${JSON.stringify(toPointer(from))},"path":${JSON.stringify(toPointer(to))}}`;
}

function operation(op: "add" | "remove" | "replace", path: Path, value?: JsonText): string {
  const head = `{"op":"${op}","path":${JSON.stringify(toPointer(path))}`;
  return value === undefined ? `${head}}` : `${head},"value":${value}}`;
}

function length(operations: readonly string[]): number {
  return operations.reduce((sum, text) => sum + text.length, 0);
}
