import { type Alignment, align } from "./alignment.ts";
import { identifyItems } from "./identity.ts";
import { renamedMembers } from "./renames.ts";
import { isTokenArray, isTokenObject, type Token, type TokenObject } from "./token.ts";

/** How one token becomes another; undefined when they are equal. */
export type Delta = undefined | "replaced" | ObjectDelta | ArrayDelta;

export interface ObjectDelta {
  readonly kind: "object";
  /** The differing members of both sides and those of one side only, by their prefixed names. */
  readonly members: ReadonlyMap<string, Delta>;
  /** For members with a new name and the same value: the prefixed name before, by the name after. */
  readonly renamed: ReadonlyMap<string, string>;
}

export interface ArrayDelta extends Alignment {
  readonly kind: "array";
  /** The differences inside items that exist on both sides, by their index after. */
  readonly items: ReadonlyMap<number, Delta>;
}

export interface DeltaOptions {
  /** Members that identify items of arrays, tried before the usual `id`, `key`, `name` and so on. */
  readonly idFields?: readonly string[];
}

/**
 * The delta from one token to another, both from the same `Interner`. Items of arrays are matched by an identifying
 * member or by similarity. Moved items and renamed members are found. The cost is O(n log n) in the length of the
 * arrays. Recursion is as deep as the values, at most 500 levels.
 */
export function deltaBetween(before: Token, after: Token, options: DeltaOptions = {}): Delta {
  if (before === after) return undefined;
  if (isTokenArray(before) && isTokenArray(after)) return between(before, after, options);
  if (isTokenObject(before) && isTokenObject(after)) return ofObjects(before, after, options);
  return "replaced";
}

function ofObjects(before: TokenObject, after: TokenObject, options: DeltaOptions): ObjectDelta {
  const members = new Map<string, Delta>();
  for (const name of Object.keys(before)) {
    const one = before[name] as Token;
    const other = after[name];
    const delta = other === undefined ? "replaced" : deltaBetween(one, other, options);
    if (delta !== undefined) members.set(name, delta);
  }
  for (const name of Object.keys(after)) if (before[name] === undefined) members.set(name, "replaced");
  return { kind: "object", members, renamed: renamedMembers(before, after) };
}

function between(before: readonly Token[], after: readonly Token[], options: DeltaOptions): ArrayDelta {
  const identities = identifyItems(before, after, options.idFields);
  const identityOf = (token: Token) => (typeof token === "string" ? token : (identities.get(token) ?? token));
  const { partner, inPlace } = align(before.map(identityOf), after.map(identityOf));
  replaceInGaps(before, after, { partner, inPlace });
  const items = new Map<number, Delta>();
  for (const [index, to] of partner.entries()) {
    if (to < 0) continue;
    const delta = deltaBetween(before[index] as Token, after[to] as Token, options);
    if (delta !== undefined) items.set(to, delta);
  }
  return { kind: "array", partner, inPlace, items };
}

/** If a leaf was removed and one was added between the same two unchanged items, treats them as one changed item. */
function replaceInGaps(
  before: readonly Token[],
  after: readonly Token[],
  { partner, inPlace }: Alignment,
): void {
  const matched = new Uint8Array(after.length);
  for (const to of partner) if (to >= 0) matched[to] = 1;
  let to = 0;
  let gone: number[] = [];
  const close = (end: number) => {
    for (const index of gone) {
      while (to < end && (matched[to] === 1 || typeof after[to] !== "string")) to += 1;
      if (to === end) break;
      partner[index] = to;
      inPlace[index] = 1;
      to += 1;
    }
    gone = [];
    to = end + 1;
  };
  for (let index = 0; index < before.length; index += 1) {
    const stays = inPlace[index] === 1;
    if (stays) close(partner[index] ?? 0);
    else if (partner[index] === -1 && typeof before[index] === "string") gone.push(index);
  }
  close(after.length);
}
