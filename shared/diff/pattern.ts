import type { Path } from "./tree.ts";

/**
 * Whether a path is one that a pattern means: names and indices joined by dots, `*` for any one of them, `**` for any
 * number of them, none included. A dot inside a name is written `\.`.
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
 * Which parts may come after a name, of those that may come before it, ascending; `parts.length` where the pattern ends.
 * All of them at once: to try one after the other takes a time that grows with the depth to the power of the number of
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

/** The same with what comes after each `**`, which may stand for nothing. */
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

/** What stands between the dots of a pattern. */
export function partsOfPattern(pattern: string): readonly string[] {
  return pattern
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll("\\.", "."))
    .filter((part) => part !== "");
}
