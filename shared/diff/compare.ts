import { type ExactValue, parseExact } from "../json/index.ts";
import { type DeltaOptions, deltaBetween } from "./delta.ts";
import { Interner } from "./interner.ts";
import { type DiffNode, type TreeOptions, treeOf } from "./tree.ts";

/** UTF-16 units of both texts together. Beyond this, a structural difference takes more memory than a page has. */
export const MAX_STRUCTURAL_LENGTH = 48 * 1024 * 1024;

export interface CompareOptions extends DeltaOptions, TreeOptions {}

/** The difference of two JSON texts, or why it was not computed. */
export type Comparison =
  | { readonly kind: "structure"; readonly root: DiffNode }
  | { readonly kind: "tooLarge"; readonly length: number; readonly limit: number };

/**
 * The structural difference of two JSON texts; null stands for no value. Numbers are compared exactly as decimals and
 * the order of members is ignored (rule V6), so the root of equal values has the kind `same`.
 *
 * @throws {JsonSyntaxError} if one of them is not JSON.
 */
export function compareJson(
  before: string | null,
  after: string | null,
  options: CompareOptions = {},
): Comparison {
  const length = (before?.length ?? 0) + (after?.length ?? 0);
  if (length > MAX_STRUCTURAL_LENGTH) return { kind: "tooLarge", length, limit: MAX_STRUCTURAL_LENGTH };
  const one = before === null ? undefined : parseExact(before);
  const other = after === null ? undefined : parseExact(after);
  return { kind: "structure", root: compareValues(one, other, options) };
}

/** `compareJson` for parsed trees; undefined stands for no value. */
export function compareValues(
  before: ExactValue | undefined,
  after: ExactValue | undefined,
  options: CompareOptions = {},
): DiffNode {
  if (before === undefined || after === undefined) return treeOf(before, after, undefined, options);
  const interner = new Interner();
  const delta = deltaBetween(interner.intern(before), interner.intern(after), options);
  return treeOf(before, after, delta, options);
}
