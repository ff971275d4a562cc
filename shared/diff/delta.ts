import { type Context, type Delta, type DiffContext, DiffPatcher, type Filter } from "jsondiffpatch";
import { align } from "./alignment.ts";
import { identifyItems } from "./identity.ts";
import type { Token } from "./token.ts";

/** Up to this many cells, jsondiffpatch's table of common subsequences is built; it takes 8 bytes and a comparison each. */
const MAX_TABLE_CELLS = 160_000;

export interface DeltaOptions {
  /** Members by which the items of arrays are told apart, tried before the usual `id`, `key`, `name` and so on. */
  readonly idFields?: readonly string[];
}

/**
 * The jsondiffpatch delta from one token to another; undefined when they are equal. Both come from one `Interner`.
 * Items of arrays are matched by a naming member or by likeness, and moves are found. The cost grows with
 * n log n in the length of the arrays, never with their product.
 */
export function deltaBetween(before: Token, after: Token, options: DeltaOptions = {}): Delta {
  let identities: ReadonlyMap<Token, string> = new Map();
  const patcher = new DiffPatcher({ objectHash: (item) => identities.get(item as Token) });

  const arrays: Filter<DiffContext> = (context) => {
    if (context.leftIsArray !== true) return;
    const left = context.left as readonly Token[];
    const right = context.right as readonly Token[];
    identities = identifyItems(left, right, options.idFields);
    if (tableCells(left, right, identities) > MAX_TABLE_CELLS)
      diffByAlignment(context, left, right, identities);
  };
  arrays.filterName = "largeArrays";
  patcher.processor.pipe("diff").before("arrays", arrays as Filter<Context<unknown>>);
  return patcher.diff(before, after);
}

function tableCells(
  left: readonly Token[],
  right: readonly Token[],
  identities: ReadonlyMap<Token, string>,
): number {
  const same = (one: Token | undefined, other: Token | undefined) =>
    one === other || (typeof one === "object" && identities.get(one) === identities.get(other as Token));
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && same(left[head], right[head])) head++;
  let tail = 0;
  while (tail < shorter - head && same(left.at(-1 - tail), right.at(-1 - tail))) tail++;
  return (left.length - head - tail) * (right.length - head - tail);
}

/** What jsondiffpatch's own filter for arrays does, without its table. */
function diffByAlignment(
  context: DiffContext,
  left: readonly Token[],
  right: readonly Token[],
  identities: ReadonlyMap<Token, string>,
): void {
  const identityOf = (token: Token) => (typeof token === "string" ? token : (identities.get(token) ?? token));
  const { partner, inPlace } = align(left.map(identityOf), right.map(identityOf));
  const result: Record<string, unknown> = Object.assign(Object.create(null), { _t: "a" });
  const added = new Uint8Array(right.length).fill(1);
  const Child = context.constructor as new (left: unknown, right: unknown) => DiffContext;
  for (let index = 0; index < left.length; index++) {
    const to = partner[index] ?? -1;
    if (to < 0) {
      result[`_${index}`] = [left[index], 0, 0];
      continue;
    }
    added[to] = 0;
    if (inPlace[index] !== 1) result[`_${index}`] = ["", to, 3];
    if (left[index] !== right[to]) context.push(new Child(left[index], right[to]), to);
  }
  for (let index = 0; index < right.length; index++) if (added[index] === 1) result[index] = [right[index]];
  context.setResult(result as Delta).exit();
}
