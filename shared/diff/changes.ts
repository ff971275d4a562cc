import { type ExactValue, stringifyExact, toPointer } from "../json/index.ts";
import type { DiffNode, Path } from "./tree.ts";

/** One place with a difference of its own, for a report. */
export interface PlaceChange {
  readonly kind: "added" | "removed" | "changed" | "moved";
  /** JSON Pointer in the value after; in the value before for what was removed. */
  readonly pointer: string;
  /** The former index of a moved item, or the former name of a renamed member. */
  readonly movedFrom: string | number | null;
  /** JSON texts; null where the place did not exist, and for a place that only moved. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Every place with a difference of its own, in display order, without places that the options ignore. */
export function changesOf(root: DiffNode): PlaceChange[] {
  const changes: PlaceChange[] = [];
  collect(root, [], changes);
  return changes;
}

function collect(node: DiffNode, path: Path, changes: PlaceChange[]): void {
  const pointer = toPointer(path);
  if (node.kind === "moved") {
    changes.push({ kind: "moved", pointer, movedFrom: node.indexBefore, before: null, after: null });
  } else if (node.kind !== "same" && node.children === null) {
    changes.push({
      kind: node.kind,
      pointer,
      movedFrom: null,
      before: textOf(node.before),
      after: textOf(node.after),
    });
  }
  for (const child of node.children ?? []) {
    if (child.kind !== "run") collect(child, [...path, child.name ?? ""], changes);
  }
}

const textOf = (value: ExactValue | undefined) => (value === undefined ? null : stringifyExact(value));
