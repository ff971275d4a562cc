import { fail, nameAt } from "./failure.ts";

/** Below this many members a linear look at their hashes beats a set. */
const FEW_MEMBERS = 24;

// The first members of every object that is open, one object after the other; each object knows where its own begin.
let hashes = new Int32Array(1024);
/** Start and end of each name between its quotes, two by two. */
let names = new Int32Array(2048);

/** The first members of all objects that are open in a scan which rests, for another scan may go on meanwhile. */
export interface OpenMembers {
  readonly hashes: Int32Array;
  readonly names: Int32Array;
}

/** A copy of the first `top` members. */
export function keepMembers(top: number): OpenMembers {
  return { hashes: hashes.slice(0, top), names: names.slice(0, 2 * top) };
}

/** Puts back what `keepMembers` gave, for a text that begins `by` units later. */
export function bringBackMembers(kept: OpenMembers, by: number): void {
  while (hashes.length < kept.hashes.length) grow();
  hashes.set(kept.hashes);
  names.set(by === 0 ? kept.names : kept.names.map((offset) => offset - by));
}

/** The hash by which `addMember` tells names apart at first sight. */
export function hashOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}

/**
 * Notes one member of the object whose members begin at `base` and refuses a name that it has already.
 *
 * @param seen What this function gave for the object's previous member; null for the first.
 */
export function addMember(
  text: string,
  start: number,
  end: number,
  hash: number,
  depth: number,
  base: number,
  top: number,
  seen: Set<string> | null,
): Set<string> | null {
  if (top - base >= FEW_MEMBERS) {
    const set = seen ?? namesSince(text, base, top);
    const before = set.size;
    set.add(nameAt(text, start, end));
    if (set.size === before) failDuplicate(text, start, end, depth);
    return set;
  }
  for (let at = base; at < top; at += 1) {
    if (hashes[at] === hash && name(text, at) === nameAt(text, start, end)) {
      failDuplicate(text, start, end, depth);
    }
  }
  if (top === hashes.length) grow();
  hashes[top] = hash;
  names[2 * top] = start;
  names[2 * top + 1] = end;
  return null;
}

function name(text: string, at: number): string {
  return nameAt(text, names[2 * at] ?? 0, names[2 * at + 1] ?? 0);
}

function namesSince(text: string, base: number, top: number): Set<string> {
  const set = new Set<string>();
  for (let at = base; at < top; at += 1) set.add(name(text, at));
  return set;
}

function grow(): void {
  const widerHashes = new Int32Array(hashes.length * 2);
  widerHashes.set(hashes);
  hashes = widerHashes;
  const widerNames = new Int32Array(names.length * 2);
  widerNames.set(names);
  names = widerNames;
}

function failDuplicate(text: string, start: number, end: number, depth: number): never {
  const found = JSON.stringify(nameAt(text, start, end));
  fail(text, start - 1, depth, `Expected each member once, found ${found} again`);
}
