import { create, type Delta } from "jsondiffpatch";

const differ = create({
  // Items are the same when their identifiers are; other items when they are equal as text.
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
  const delta = JSON.stringify(differ.diff(JSON.parse(next), JSON.parse(text)));
  // It knows no member order, and nothing of how a number is written.
  return delta !== undefined && givesBack(delta, next, text) ? delta : undefined;
}

export function applyStructural(delta: string, next: string): string {
  return JSON.stringify(differ.patch(JSON.parse(next), JSON.parse(delta) as Delta));
}

function givesBack(delta: string, next: string, text: string): boolean {
  try {
    return applyStructural(delta, next) === text;
  } catch {
    return false;
  }
}
