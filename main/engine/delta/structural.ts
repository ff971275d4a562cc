import { create, type Delta } from "jsondiffpatch";

const differ = create({
  // Items are the same when their identifiers are; others by their place.
  objectHash: (item, index) => {
    const { id, key, name } = item as Record<string, unknown>;
    const known = id ?? key ?? name;
    return known === undefined || typeof known === "object"
      ? `#${index}`
      : `${typeof known}:${String(known)}`;
  },
  arrays: { detectMove: true, includeValueOnMove: false },
  omitRemovedValues: true,
});

/** What turns `next` into `text`, as JSON; undefined when a structural delta would not give the same text back. */
export function structuralDelta(text: string, next: string): string | undefined {
  const before: unknown = JSON.parse(next);
  const after: unknown = JSON.parse(text);
  if (namesInherited(before) || namesInherited(after)) return undefined;
  const delta = JSON.stringify(differ.diff(before, after));
  // It knows no member order, and nothing of how a number is written.
  return delta !== undefined && applyStructural(delta, next) === text ? delta : undefined;
}

export function applyStructural(delta: string, next: string): string {
  return JSON.stringify(differ.patch(JSON.parse(next), JSON.parse(delta) as Delta));
}

/** Whether a member is called like one that every object inherits: the library would reach the prototype (rule V4). */
function namesInherited(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(namesInherited);
  return Object.entries(value).some(([name, member]) => name in Object.prototype || namesInherited(member));
}
