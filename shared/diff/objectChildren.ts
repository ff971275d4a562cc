import type { Delta } from "jsondiffpatch";
import type { ExactValue } from "../json/index.ts";
import { NAME_PREFIX } from "./token.ts";
import type { DiffChild, Path, TreeBuilder } from "./tree.ts";

type Members = ReadonlyMap<string, ExactValue>;

/** The members of two objects in the order they have after, each removed one behind the member it stood behind. */
export function childrenOfObjects(
  builder: TreeBuilder,
  before: Members,
  after: Members,
  delta: Delta,
  path: Path,
): DiffChild[] {
  const deltas = delta as Readonly<Record<string, Delta>>;
  const removedBehind = removedByPredecessor(before, after);
  const children: DiffChild[] = [];
  let run: string[] = [];
  const closeRun = () => {
    if (run.length > 0)
      children.push({ kind: "run", count: run.length, names: run, indexBefore: 0, indexAfter: 0 });
    run = [];
  };
  const add = (name: string) => {
    const inner = Object.hasOwn(deltas, NAME_PREFIX + name) ? deltas[NAME_PREFIX + name] : undefined;
    const place = {
      name,
      indexBefore: null,
      before: before.get(name),
      after: after.get(name),
      path: [...path, name],
    };
    const child = inner === undefined ? null : builder.node(place, inner, false);
    if (child === null || (child.kind === "same" && child.totals.hidden === 0)) {
      run.push(name);
      return;
    }
    closeRun();
    children.push(child);
  };

  for (const name of removedBehind.get(null) ?? []) add(name);
  for (const name of after.keys()) {
    add(name);
    for (const removed of removedBehind.get(name) ?? []) add(removed);
  }
  closeRun();
  return children;
}

function removedByPredecessor(before: Members, after: Members): Map<string | null, string[]> {
  const removed = new Map<string | null, string[]>();
  let predecessor: string | null = null;
  for (const name of before.keys()) {
    if (after.has(name)) predecessor = name;
    else {
      const group = removed.get(predecessor);
      if (group === undefined) removed.set(predecessor, [name]);
      else group.push(name);
    }
  }
  return removed;
}
