import type { Path } from "./tree.ts";

/**
 * Whether a path is one that a pattern means: names and indices joined by dots, `*` for any one of them, `**` for any
 * number of them, none included. A dot inside a name is written `\.`.
 */
export function fromPattern(pattern: string): (path: Path) => boolean {
  const parts = partsOfPattern(pattern);
  return (path) => matches(parts, 0, path, 0);
}

/** What stands between the dots of a pattern. */
export function partsOfPattern(pattern: string): readonly string[] {
  return pattern
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll("\\.", "."))
    .filter((part) => part !== "");
}

function matches(parts: readonly string[], part: number, path: Path, at: number): boolean {
  const wanted = parts[part];
  if (wanted === undefined) return at === path.length;
  if (wanted === "**") {
    return matches(parts, part + 1, path, at) || (at < path.length && matches(parts, part, path, at + 1));
  }
  const name = path[at];
  return (
    name !== undefined &&
    (wanted === "*" || wanted === String(name)) &&
    matches(parts, part + 1, path, at + 1)
  );
}
