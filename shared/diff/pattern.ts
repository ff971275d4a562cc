import type { Path } from "./tree.ts";

/**
 * Returns a function that matches paths against a pattern: names and indices joined by dots, `*` for any one of them,
 * `**` for any number of them, also none. A dot inside a name is written `\.`.
 */
export function fromPattern(pattern: string): (path: Path) => boolean {
  const parts = partsOfPattern(pattern);
  return (path) => {
    let next = partsFrom(parts, [0]);
    for (const name of path) {
      next = partsAfter(parts, next, String(name));
      if (next.length === 0) return false;
    }
    return next.at(-1) === parts.length;
  };
}

/**
 * The parts that may match after a name, given those that may match it, ascending; `parts.length` is the end of the
 * pattern. All candidates advance together, because trying them one by one would take time exponential in the number of
 * `**` (rule F10).
 */
export function partsAfter(parts: readonly string[], before: readonly number[], name: string): number[] {
  const after: number[] = [];
  for (const part of before) {
    const wanted = parts[part];
    if (wanted === "**") after.push(part);
    else if (wanted === "*" || wanted === name) after.push(part + 1);
  }
  return partsFrom(parts, after);
}

/** The given parts and, after each `**`, the next one, because `**` may match nothing. */
export function partsFrom(parts: readonly string[], from: readonly number[]): number[] {
  const reached = new Set<number>();
  for (const first of from) {
    let part = first;
    reached.add(part);
    while (parts[part] === "**") {
      part += 1;
      reached.add(part);
    }
  }
  return [...reached].sort((a, b) => a - b);
}

/** The parts between the dots of a pattern. */
export function partsOfPattern(pattern: string): readonly string[] {
  return pattern
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll("\\.", "."))
    .filter((part) => part !== "");
}
