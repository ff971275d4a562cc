import { type ExactValue, isExactArray, isExactObject } from "../json/index.ts";
import { childrenOfArrays } from "./arrayChildren.ts";
import type { Delta } from "./delta.ts";
import { childrenOfObjects } from "./objectChildren.ts";

export type ChangeKind = "same" | "added" | "removed" | "changed" | "moved";

/**
 * The number of differing places in a value. An added object counts once, and a renamed member counts as moved.
 * `hidden` counts places that the options ignore.
 */
export interface ChangeTotals {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly moved: number;
  readonly hidden: number;
}

export const NO_CHANGES: ChangeTotals = { added: 0, removed: 0, changed: 0, moved: 0, hidden: 0 };

/** One place in either value, or in both. */
export interface DiffNode {
  /** The member's name or the item's index after; before, for a removed place; null for the whole value. */
  readonly name: string | number | null;
  /** An item's index before, if it exists on both sides; the former name of a renamed member. */
  readonly indexBefore: string | number | null;
  /** `changed` with children means that the difference is inside; `moved` may have children too. */
  readonly kind: ChangeKind;
  readonly before: ExactValue | undefined;
  readonly after: ExactValue | undefined;
  /** The children in display order, if both sides are objects or both are arrays and they differ; else null. */
  readonly children: readonly DiffChild[] | null;
  /** Totals of this place and everything inside. */
  readonly totals: ChangeTotals;
}

/** Neighbours that are equal on both sides, as one node, because there may be a million of them. */
export interface SameRun {
  readonly kind: "run";
  readonly count: number;
  /** The members' names; null for items of an array. */
  readonly names: readonly string[] | null;
  readonly indexBefore: number;
  readonly indexAfter: number;
}

export type DiffChild = DiffNode | SameRun;

export type Path = readonly (string | number)[];

export interface TreeOptions {
  /** Whether the differences at a path are ignored. */
  readonly ignores?: (path: Path) => boolean;
  /** Ignores a different order of array items. */
  readonly ignoreOrder?: boolean;
}

/** Applies a delta to the two values from which it was made. Recursion is as deep as the values, at most 500 levels. */
export function treeOf(
  before: ExactValue | undefined,
  after: ExactValue | undefined,
  delta: Delta,
  options: TreeOptions = {},
): DiffNode {
  return new TreeBuilder(options).node(
    { name: null, indexBefore: null, before, after, path: [] },
    delta,
    false,
  );
}

export interface Place {
  readonly name: string | number | null;
  readonly indexBefore: string | number | null;
  readonly before: ExactValue | undefined;
  readonly after: ExactValue | undefined;
  readonly path: Path;
}

export class TreeBuilder {
  readonly #options: TreeOptions;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  node(place: Place, delta: Delta, moved: boolean): DiffNode {
    const made = this.#differing(place, delta, moved);
    const { added, removed, changed, moved: moves, hidden } = made.totals;
    const shown = added + removed + changed + moves;
    if (shown === 0 || this.#options.ignores?.(place.path) !== true) return made;
    return { ...made, kind: "same", children: null, totals: { ...NO_CHANGES, hidden: hidden + shown } };
  }

  #differing({ name, indexBefore, before, after, path }: Place, delta: Delta, moved: boolean): DiffNode {
    const base = { name, indexBefore, before, after };
    if (before === undefined && after === undefined)
      return { ...base, kind: "same", children: null, totals: NO_CHANGES };
    if (before === undefined)
      return { ...base, kind: "added", children: null, totals: { ...NO_CHANGES, added: 1 } };
    if (after === undefined)
      return { ...base, kind: "removed", children: null, totals: { ...NO_CHANGES, removed: 1 } };
    const children = this.#children(before, after, delta, path);
    let totals = children === null ? NO_CHANGES : sum(children);
    const inside = totals.added + totals.removed + totals.changed + totals.moved;
    const leafChanged = children === null && delta !== undefined;
    if (leafChanged) totals = { ...NO_CHANGES, changed: 1 };
    if (!moved) {
      const kind = leafChanged || inside > 0 ? "changed" : "same";
      return { ...base, kind, children: kind === "same" ? null : children, totals };
    }
    if (this.#options.ignoreOrder === true && typeof indexBefore === "number") {
      const kind = leafChanged || inside > 0 ? "changed" : "same";
      return {
        ...base,
        kind,
        children: inside > 0 ? children : null,
        totals: { ...totals, hidden: totals.hidden + 1 },
      };
    }
    return {
      ...base,
      kind: "moved",
      children: inside > 0 ? children : null,
      totals: { ...totals, moved: totals.moved + 1 },
    };
  }

  #children(before: ExactValue, after: ExactValue, delta: Delta, path: Path): DiffChild[] | null {
    if (delta === undefined || delta === "replaced") return null;
    if (delta.kind === "object") {
      return isExactObject(before) && isExactObject(after)
        ? childrenOfObjects(this, before, after, delta, path)
        : null;
    }
    return isExactArray(before) && isExactArray(after)
      ? childrenOfArrays(this, before, after, delta, path)
      : null;
  }
}

function sum(children: readonly DiffChild[]): ChangeTotals {
  const total = { ...NO_CHANGES };
  for (const child of children) {
    if (child.kind === "run") continue;
    for (const kind of ["added", "removed", "changed", "moved", "hidden"] as const)
      total[kind] += child.totals[kind];
  }
  return total;
}
