import type { Delta } from "jsondiffpatch";
import type { ExactValue } from "../json/index.ts";
import type { DiffChild, Path, TreeBuilder } from "./tree.ts";

type Items = readonly ExactValue[];

/** What a delta says about the items of an array before. */
interface Departures {
  readonly removed: ReadonlySet<number>;
  /** Indices after of moved items, by their index before, and the other way round. */
  readonly movedTo: ReadonlyMap<number, number>;
  readonly movedFrom: ReadonlyMap<number, number>;
}

/**
 * The items of two arrays in the order they have after. Removed ones stand where they stood; a moved one stands at
 * its new place only; a removed and an added leaf at the same place are one changed item.
 */
export function childrenOfArrays(
  builder: TreeBuilder,
  before: Items,
  after: Items,
  delta: Delta,
  path: Path,
): DiffChild[] {
  const deltas = delta as Readonly<Record<string, Delta>>;
  const { removed, movedTo, movedFrom } = departuresOf(deltas);
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
  const pair = (from: number, to: number, inner: Delta, moved: boolean) => {
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

  const closeGap = (gone: readonly number[], come: readonly number[]) => {
    const replaced = gone.filter((from) => isLeaf(before[from]));
    const replacing = come.filter((to) => !movedFrom.has(to) && isLeaf(after[to]));
    const pairs = new Map<number, number>();
    for (let index = 0; index < Math.min(replaced.length, replacing.length); index++)
      pairs.set(replacing[index] ?? 0, replaced[index] ?? 0);
    const paired = new Set(pairs.values());
    for (const from of gone) if (!paired.has(from)) alone(from, before[from], undefined);
    for (const to of come) {
      const movedHere = movedFrom.get(to);
      const replacedHere = pairs.get(to);
      if (movedHere !== undefined) pair(movedHere, to, innerDelta(deltas, to), true);
      else if (replacedHere !== undefined) pair(replacedHere, to, [null, null], false);
      else alone(to, undefined, after[to]);
    }
  };

  let from = 0;
  let gone: number[] = [];
  let come: number[] = [];
  const skipDeparted = () => {
    while (from < before.length && (removed.has(from) || movedTo.has(from))) {
      if (removed.has(from)) gone.push(from);
      from++;
    }
  };
  for (let to = 0; to < after.length; to++) {
    if (movedFrom.has(to) || isAddition(deltas, to)) {
      come.push(to);
      continue;
    }
    skipDeparted();
    if (gone.length > 0 || come.length > 0) {
      closeGap(gone, come);
      gone = [];
      come = [];
    }
    pair(from, to, innerDelta(deltas, to), false);
    from++;
  }
  skipDeparted();
  closeGap(gone, come);
  return children;
}

function departuresOf(deltas: Readonly<Record<string, Delta>>): Departures {
  const removed = new Set<number>();
  const movedTo = new Map<number, number>();
  const movedFrom = new Map<number, number>();
  for (const [name, delta] of Object.entries(deltas)) {
    if (!/^_\d+$/.test(name) || !Array.isArray(delta)) continue;
    const from = Number(name.slice(1));
    if (delta[2] === 3) {
      const to = delta[1] as number;
      movedTo.set(from, to);
      movedFrom.set(to, from);
    } else removed.add(from);
  }
  return { removed, movedTo, movedFrom };
}

const isAddition = (deltas: Readonly<Record<string, Delta>>, index: number) => {
  const delta = deltas[index];
  return Array.isArray(delta) && delta.length === 1;
};

const innerDelta = (deltas: Readonly<Record<string, Delta>>, index: number): Delta =>
  Object.hasOwn(deltas, index) ? deltas[index] : undefined;

const isLeaf = (value: ExactValue | undefined) =>
  value === null || typeof value !== "object" || !(value instanceof Map || Array.isArray(value));
