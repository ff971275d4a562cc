import { align } from "./alignment.ts";
import { isTokenArray, isTokenObject, NAME_PREFIX, type Token, type TokenObject } from "./token.ts";

/** Members that usually identify an item of an array, the most reliable first. */
const ID_FIELDS = ["id", "_id", "uuid", "guid", "key", "code", "slug", "name", "path", "url", "href"];

/** Beyond this many pairs in one gap, items are paired by position only. */
const MAX_COMPARED_PAIRS = 4_000;

/** Two items without an identifying member are versions of one item if they share this fraction of their members. */
const SIMILAR_ENOUGH = 0.4;

/**
 * Assigns each object or array among the items a string that is equal on both sides for versions of the same item: the
 * value of an identifying member if it is different in every object, else a pairing by content and position.
 *
 * @param idFields members to try before the usual ones.
 */
export function identifyItems(
  before: readonly Token[],
  after: readonly Token[],
  idFields: readonly string[] = [],
): Map<Token, string> {
  return identifyByField(before, after, [...idFields, ...ID_FIELDS]) ?? identifyByContent(before, after);
}

function identifyByField(
  before: readonly Token[],
  after: readonly Token[],
  fields: readonly string[],
): Map<Token, string> | null {
  const left = before.filter((token) => typeof token !== "string");
  const right = after.filter((token) => typeof token !== "string");
  if (left.length === 0 || right.length === 0) return null;
  if (!left.every(isTokenObject) || !right.every(isTokenObject)) return null;
  for (const field of fields) {
    const name = NAME_PREFIX + field;
    const leftIds = uniqueIds(left, name);
    const rightIds = leftIds && uniqueIds(right, name);
    if (leftIds && rightIds && sharesAny(leftIds, rightIds)) return new Map([...leftIds, ...rightIds]);
  }
  return null;
}

/** The items' ids by this member; null if an item lacks it, if a value is not a leaf, or if a value repeats. */
function uniqueIds(items: readonly TokenObject[], name: string): Map<Token, string> | null {
  const ids = new Map<Token, string>();
  const seen = new Set<string>();
  for (const item of items) {
    const id = item[name];
    if (typeof id !== "string" || seen.has(id)) return null;
    seen.add(id);
    ids.set(item, id);
  }
  return ids;
}

function sharesAny(left: ReadonlyMap<Token, string>, right: ReadonlyMap<Token, string>): boolean {
  const ids = new Set(left.values());
  return [...right.values()].some((id) => ids.has(id));
}

function identifyByContent(before: readonly Token[], after: readonly Token[]): Map<Token, string> {
  const identities = new Map<Token, string>();
  const identify = (token: Token, identity: string) => {
    if (typeof token !== "string" && !identities.has(token)) identities.set(token, identity);
  };
  const { partner, inPlace } = align(before, after);
  const matched = new Uint8Array(after.length);
  for (const index of partner) if (index >= 0) matched[index] = 1;

  let gap = 0;
  let start = 0;
  let afterStart = 0;
  const closeGap = (end: number, afterEnd: number) => {
    const left = before.slice(start, end).filter((_, i) => partner[start + i] === -1);
    const right = after.slice(afterStart, afterEnd).filter((_, i) => matched[afterStart + i] === 0);
    for (const [one, other] of pairVersions(left, right)) {
      identify(one, `g${gap}`);
      identify(other, `g${gap}`);
      gap++;
    }
  };
  for (let index = 0; index < before.length; index++) {
    if (inPlace[index] !== 1) continue;
    const found = partner[index] ?? 0;
    closeGap(index, found);
    start = index + 1;
    afterStart = found + 1;
  }
  closeGap(before.length, after.length);

  let alone = 0;
  for (const token of before) identify(token, `a${alone++}`);
  for (const token of after) identify(token, `a${alone++}`);
  return identities;
}

/** Pairs of items in one gap that are probably versions of each other, in order, each item at most once. */
function pairVersions(left: readonly Token[], right: readonly Token[]): [Token, Token][] {
  const before = left.filter((token) => typeof token !== "string");
  const after = right.filter((token) => typeof token !== "string");
  const pairs: [Token, Token][] = [];
  const sameLength = before.length === after.length;
  if (sameLength || before.length * after.length > MAX_COMPARED_PAIRS) {
    for (let index = 0; index < Math.min(before.length, after.length); index++) {
      const one = before[index];
      const other = after[index];
      const alone = before.length === 1 && after.length === 1;
      if (one === undefined || other === undefined) continue;
      if (similarity(one, other) >= (alone ? 0 : SIMILAR_ENOUGH)) pairs.push([one, other]);
    }
    if (pairs.length === before.length || !sameLength || before.length * after.length > MAX_COMPARED_PAIRS)
      return pairs;
    pairs.length = 0;
  }
  let from = 0;
  for (const one of before) {
    let best = -1;
    let bestScore = SIMILAR_ENOUGH;
    for (let index = from; index < after.length; index++) {
      const other = after[index];
      const score = other === undefined ? 0 : similarity(one, other);
      if (score > bestScore) {
        best = index;
        bestScore = score;
      }
    }
    const other = after[best];
    if (other === undefined) continue;
    pairs.push([one, other]);
    from = best + 1;
  }
  return pairs;
}

/** The fraction of members (or of items at the same index) that are equal on both sides; -1 for different types. */
function similarity(left: Token, right: Token): number {
  if (isTokenArray(left) && isTokenArray(right)) {
    const longest = Math.max(left.length, right.length);
    const same = left.filter((item, index) => item === right[index]).length;
    return longest === 0 ? 1 : same / longest;
  }
  if (!isTokenObject(left) || !isTokenObject(right)) return -1;
  const names = Object.keys(left);
  const others = Object.keys(right);
  let score = 0;
  for (const name of names) {
    if (!Object.hasOwn(right, name)) continue;
    score += left[name] === right[name] ? 1 : 0.25;
  }
  return score / Math.max(names.length, others.length, 1);
}
