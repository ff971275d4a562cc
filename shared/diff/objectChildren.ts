import type { ExactValue } from "../json/index.ts";
import type { ObjectDelta } from "./delta.ts";
import { NAME_PREFIX } from "./token.ts";
import type { DiffChild, Path, TreeBuilder } from "./tree.ts";

type Members = ReadonlyMap<string, ExactValue>;

/**
 * The members of two objects, in the order after. A removed member follows the member that it followed before. A
 * renamed member appears only at its new place.
 */
export function childrenOfObjects(
  builder: TreeBuilder,
  before: Members,
  after: Members,
  { members, renamed }: ObjectDelta,
  path: Path,
): DiffChild[] {
  const formerNames = new Set(renamed.values());
  const removedBehind = removedByPredecessor(before, after);
  const children: DiffChild[] = [];
  let run: string[] = [];
  const closeRun = () => {
    if (run.length > 0)
      children.push({ kind: "run", count: run.length, names: run, indexBefore: 0, indexAfter: 0 });
    run = [];
  };
  const add = (name: string) => {
    if (formerNames.has(NAME_PREFIX + name)) return;
    const inner = members.get(NAME_PREFIX + name);
    const formerName = renamed.get(NAME_PREFIX + name)?.slice(NAME_PREFIX.length);
    const place = {
      name,
      indexBefore: formerName ?? null,
      before: before.get(formerName ?? name),
      after: after.get(name),
      path: [...path, name],
    };
    const isRenamed = formerName !== undefined;
    const child = inner === undefined ? null : builder.node(place, isRenamed ? undefined : inner, isRenamed);
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
