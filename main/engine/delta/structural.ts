import { create } from "jsondiffpatch";

/** Bytes beyond which a structural delta takes too long: of a text, and of its delta base. */
const LONGEST = { text: 256 * 1024, next: 16 * 1024 * 1024, delta: 4 * 1024 * 1024 } as const;

const differ = create({
  // Items are equal if their identifiers are; items without one by their position.
  objectHash: (item, index) => {
    const { id, key, name } = item as Record<string, unknown>;
    const known = id ?? key ?? name;
    return known === undefined || typeof known === "object"
      ? `#${index}`
      : `${typeof known}:${String(known)}`;
  },
  arrays: { detectMove: true, includeValueOnMove: false },
  omitRemovedValues: true,
});

/** The structural delta from `next` to `text`, as JSON; undefined if it would not reproduce the text exactly. */
export function structuralDelta(text: string, next: string): string | undefined {
  if (Buffer.byteLength(text) > LONGEST.text || Buffer.byteLength(next) > LONGEST.next) return undefined;
  const before: unknown = JSON.parse(next);
  const after: unknown = JSON.parse(text);
  if (namesInherited(before) || namesInherited(after)) return undefined;
  const delta = JSON.stringify(differ.diff(before, after));
  if (delta === undefined || delta.length > LONGEST.delta) return undefined;
  // A structural delta does not preserve the order of members, nor the notation of numbers.
  return applyStructural(delta, next) === text ? delta : undefined;
}

/** The maximum length of an uncompressed delta in bytes. */
export const LONGEST_DELTA = 3 * LONGEST.delta;

/**
 * Applies a structural delta to `next`, in time and memory proportional to their lengths. The delta may be hostile, and
 * the library itself accepts an index of a thousand million as a position, and `__proto__` as a member (rules F7, V4).
 * The format: https://github.com/benjamine/jsondiffpatch/blob/master/docs/deltas.md.
 *
 * @throws If the delta does not fit.
 */
export function applyStructural(delta: string, next: string): string {
  if (next.length > LONGEST.next || delta.length > LONGEST_DELTA)
    throw new Error("A delta of too long a text");
  return JSON.stringify(patched(JSON.parse(next) as Value, JSON.parse(delta) as Value));
}

function patched(value: Value, delta: Value): Value {
  if (Array.isArray(delta)) {
    const [first, second] = delta;
    // A new value, or an item's old position and the new value.
    if (delta.length === 1 && first !== undefined) return first;
    if (delta.length === 2 && second !== undefined) return second;
    throw new Error("An operation that is none");
  }
  if (typeof delta !== "object" || delta === null || typeof value !== "object" || value === null) {
    throw new Error("A delta that does not fit its value");
  }
  if (Array.isArray(value)) return patchedItems(value, delta);
  return patchedMembers(value, delta);
}

/** Parsed here, and used for nothing else. */
type Value = null | boolean | number | string | Value[] | Members;
type Members = { [name: string]: Value };

function patchedMembers(value: Members, delta: Members): Value {
  for (const [name, change] of Object.entries(delta)) {
    if (name in Object.prototype) throw new Error("A delta of an inherited member");
    if (isRemoval(change)) delete value[name];
    else if (Array.isArray(change)) value[name] = patched(null, change);
    else value[name] = patched(value[name] ?? null, change);
  }
  return value;
}

/**
 * First items that are removed or moved away, by their position before; then added items, by their position after; then
 * changes inside items.
 */
function patchedItems(items: readonly Value[], delta: Members): Value {
  if (delta["_t"] !== "a") throw new Error("A delta that does not fit its value");
  const gone = new Set<number>();
  const come: [at: number, item: Value][] = [];
  const changed: [at: number, change: Value][] = [];
  for (const [name, change] of Object.entries(delta)) {
    if (name === "_t") continue;
    if (name.startsWith("_")) {
      const at = place(name.slice(1));
      if (at >= items.length) throw new Error("A place past the end of a list");
      gone.add(at);
      if (!isRemoval(change)) come.push([movedTo(change), items[at] as Value]);
    } else if (Array.isArray(change) && change.length === 1) come.push([place(name), patched(null, change)]);
    else changed.push([place(name), change]);
  }
  const result: Value[] = [];
  let next = 0;
  const keepUpTo = (length: number) => {
    for (; next < items.length && result.length < length; next += 1)
      if (!gone.has(next)) result.push(items[next] as Value);
  };
  for (const [at, item] of come.sort(([a], [b]) => a - b)) {
    keepUpTo(at);
    result.push(item);
  }
  keepUpTo(Number.POSITIVE_INFINITY);
  for (const [at, change] of changed) {
    const item = result[at];
    if (item === undefined) throw new Error("A place past the end of a list");
    result[at] = patched(item, change);
  }
  return result;
}

/** `[0, 0, 0]`: the removed value itself is left out. */
function isRemoval(change: Value): boolean {
  return Array.isArray(change) && change.length === 3 && change[1] === 0 && change[2] === 0;
}

/** `["", place, 3]` */
function movedTo(change: Value): number {
  if (Array.isArray(change) && change.length === 3 && change[2] === 3 && typeof change[1] === "number")
    return change[1];
  throw new Error("An operation that is none");
}

function place(written: string): number {
  if (!/^\d{1,9}$/.test(written)) throw new Error("A place that is none");
  return Number(written);
}

/** Whether a member has the name of an inherited one: the library would reach the prototype (rule V4). */
function namesInherited(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(namesInherited);
  return Object.entries(value).some(([name, member]) => name in Object.prototype || namesInherited(member));
}
