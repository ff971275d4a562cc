import { type ExactValue, isExactArray, isExactObject } from "./exact.ts";

/** Why a value cannot be set at a path. */
export type Obstacle = "missing" | "notAContainer" | "outOfRange";

/** The value at a path of member names and array positions; undefined if there is none. */
export function valueAtPath(root: ExactValue, path: readonly string[]): ExactValue | undefined {
  let value: ExactValue | undefined = root;
  for (const segment of path) {
    if (value === undefined) return undefined;
    if (isExactObject(value)) value = value.get(segment);
    else if (isExactArray(value)) value = value[positionOf(segment) ?? -1];
    else return undefined;
  }
  return value;
}

/**
 * The tree with another value at a path; `undefined` deletes the place. An array grows by at most one, at its end.
 * Returns the first obstacle on the path instead, if there is one.
 */
export function withValueAt(
  root: ExactValue,
  path: readonly string[],
  value: ExactValue | undefined,
): { readonly value: ExactValue | undefined } | { readonly obstacle: Obstacle; readonly depth: number } {
  return put(root, path, 0, value);
}

function put(
  around: ExactValue,
  path: readonly string[],
  depth: number,
  value: ExactValue | undefined,
): { readonly value: ExactValue | undefined } | { readonly obstacle: Obstacle; readonly depth: number } {
  const segment = path[depth];
  if (segment === undefined) return { value };
  const last = depth === path.length - 1;
  if (isExactObject(around)) {
    const member = around.get(segment);
    if (member === undefined && !last) return { obstacle: "missing", depth: depth + 1 };
    const placed = last ? { value } : put(member as ExactValue, path, depth + 1, value);
    if ("obstacle" in placed) return placed;
    const members = new Map(around);
    if (placed.value === undefined) members.delete(segment);
    else members.set(segment, placed.value);
    return { value: members };
  }
  if (isExactArray(around)) {
    const position = positionOf(segment);
    if (position === null || position > around.length) return { obstacle: "outOfRange", depth: depth + 1 };
    const item = around[position];
    if (item === undefined && (!last || value === undefined))
      return { obstacle: "missing", depth: depth + 1 };
    const placed = last ? { value } : put(item as ExactValue, path, depth + 1, value);
    if ("obstacle" in placed) return placed;
    return {
      value:
        placed.value === undefined
          ? around.toSpliced(position, 1)
          : around.toSpliced(position, 1, placed.value),
    };
  }
  return { obstacle: "notAContainer", depth };
}

function positionOf(segment: string): number | null {
  return /^(0|[1-9]\d{0,15})$/.test(segment) ? Number(segment) : null;
}
