import { type ExactValue, isExactArray, isExactObject } from "../json/index.ts";
import type { DiffNode, SameRun } from "./tree.ts";

/** A member whose whole content has the same state: all added, all removed, or all unchanged. */
export interface WholeItem {
  readonly name: string | number;
  readonly indexBefore: string | number | null;
  readonly kind: "same" | "added" | "removed";
  readonly before: ExactValue | undefined;
  readonly after: ExactValue | undefined;
}

export const isContainer = (value: ExactValue) => isExactArray(value) || isExactObject(value);

/** The children of such an item, as such items; empty for leaves. */
export function membersOf({
  kind,
  before,
  after,
}: Pick<WholeItem, "kind" | "before" | "after">): WholeItem[] {
  const value = after ?? before ?? null;
  const item = (name: string | number, member: ExactValue): WholeItem => ({
    name,
    indexBefore: null,
    kind,
    before: kind === "added" ? undefined : member,
    after: kind === "removed" ? undefined : member,
  });
  if (isExactArray(value)) return value.map((member, index) => item(index, member));
  if (isExactObject(value)) return [...value].map(([name, member]) => item(name, member));
  return [];
}

/** The removed and the added item of a change of type. */
export function replacedBy({ name, indexBefore, before, after }: DiffNode): WholeItem[] {
  const place = { name: name ?? "", indexBefore };
  return [
    { ...place, kind: "removed", before, after: undefined },
    { ...place, kind: "added", before: undefined, after },
  ];
}

/** The neighbours in a run. */
export function itemsOf(parent: DiffNode, run: SameRun): WholeItem[] {
  const { before, after } = parent;
  if (run.names !== null && before instanceof Map && after instanceof Map) {
    return run.names.map((name) => ({
      name,
      indexBefore: null,
      kind: "same",
      before: before.get(name) as ExactValue,
      after: after.get(name) as ExactValue,
    }));
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return [];
  return Array.from({ length: run.count }, (_, offset) => ({
    name: run.indexAfter + offset,
    indexBefore: run.indexBefore + offset,
    kind: "same" as const,
    before: before[run.indexBefore + offset] as ExactValue,
    after: after[run.indexAfter + offset] as ExactValue,
  }));
}

/** The number of members or items; 0 for leaves and for no value. */
export function sizeOf(value: ExactValue | undefined): number {
  if (value === undefined) return 0;
  if (isExactArray(value)) return value.length;
  return isExactObject(value) ? value.size : 0;
}

/** The number of members on all levels; stops counting at the limit. */
export function countWithin(value: ExactValue | undefined, limit: number): number {
  let count = sizeOf(value);
  if (count >= limit) return count;
  for (const member of membersIn(value)) {
    count += countWithin(member, limit - count);
    if (count >= limit) break;
  }
  return count;
}

function membersIn(value: ExactValue | undefined): Iterable<ExactValue> {
  if (value === undefined) return [];
  if (isExactArray(value)) return value;
  return isExactObject(value) ? value.values() : [];
}
