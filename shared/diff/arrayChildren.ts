import type { ExactValue } from "../json/index.ts";
import type { ArrayDelta } from "./delta.ts";
import type { DiffChild, Path, TreeBuilder } from "./tree.ts";

type Items = readonly ExactValue[];

/**
 * The items of two arrays, in the order after. Removed items keep their place; a moved item appears only at its new
 * place.
 */
export function childrenOfArrays(
  builder: TreeBuilder,
  before: Items,
  after: Items,
  { partner, inPlace, items }: ArrayDelta,
  path: Path,
): DiffChild[] {
  const source = new Int32Array(after.length).fill(-1);
  for (const [index, to] of partner.entries()) if (to >= 0) source[to] = index;
  const children: DiffChild[] = [];
  const extendRun = (from: number, to: number) => {
    const last = children.at(-1);
    if (
      last?.kind === "run" &&
      last.indexAfter + last.count === to &&
      last.indexBefore + last.count === from
    ) {
      children[children.length - 1] = { ...last, count: last.count + 1 };
    } else {
      children.push({ kind: "run", count: 1, names: null, indexBefore: from, indexAfter: to });
    }
  };
  const pair = (from: number, to: number, moved: boolean) => {
    const inner = items.get(to);
    if (inner === undefined && !moved) {
      extendRun(from, to);
      return;
    }
    const place = {
      name: to,
      indexBefore: from,
      before: before[from],
      after: after[to],
      path: [...path, to],
    };
    const child = builder.node(place, inner, moved);
    if (child.kind === "same" && child.totals.hidden === 0) extendRun(from, to);
    else children.push(child);
  };
  const alone = (index: number, one: ExactValue | undefined, other: ExactValue | undefined) => {
    const place = { name: index, indexBefore: null, before: one, after: other, path: [...path, index] };
    children.push(builder.node(place, undefined, false));
  };

  let from = 0;
  const removeUpTo = (end: number) => {
    for (; from < end; from++) if (partner[from] === -1) alone(from, before[from], undefined);
  };
  for (let to = 0; to < after.length; to++) {
    const index = source[to] ?? -1;
    if (index >= 0 && inPlace[index] === 1) {
      removeUpTo(index);
      from = index + 1;
      pair(index, to, false);
    } else {
      // A removed item comes before the added one that replaced it.
      removeUpTo(nextInPlace(from));
      if (index < 0) alone(to, undefined, after[to]);
      else pair(index, to, true);
    }
  }
  removeUpTo(before.length);
  return children;

  function nextInPlace(start: number): number {
    let end = start;
    while (end < before.length && inPlace[end] === 0) end++;
    return end;
  }
}
