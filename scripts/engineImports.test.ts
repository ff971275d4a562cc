import { globSync, readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const engine = fileURLToPath(new URL("../main/engine", import.meta.url));

/** The part of the engine that a file belongs to: its folder, or the file itself at the top level. */
function partOf(file: string): string {
  const [folder = "", inside = "", ...rest] = file.split("/");
  if (folder !== "backends" || rest.length === 0) {
    // The checks of arguments are below all other parts, the list of public calls is above them.
    return file === "calls/expect.ts" || folder === "backends" ? file : folder;
  }
  // Recovery writes a new store by way of the public calls.
  return rest[0] === "recover" ? `backends/${inside}/recover` : `backends/${inside}`;
}

/** The parts that each part imports, types and parts loaded on demand included. */
function importsOfParts(): Map<string, Set<string>> {
  const parts = new Map<string, Set<string>>();
  const nameOf = (path: string) => relative(engine, path).replaceAll(sep, "/");
  for (const found of globSync("**/*.ts", { cwd: engine })) {
    const path = resolve(engine, found);
    const file = nameOf(path);
    if (/\.(?:test|fixture)\.ts$/.test(file)) continue;
    const text = readFileSync(path, "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?: from |import\()"(\.[^"]+)"/g)) {
      const imported = nameOf(resolve(dirname(path), specifier));
      const [from, to] = [partOf(file), partOf(imported)];
      if (imported.startsWith("..") || from === to) continue;
      parts.set(from, (parts.get(from) ?? new Set()).add(to));
    }
  }
  return parts;
}

/** Parts that import each other in a circle; null if there is none. */
function circleIn(parts: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const done = new Set<string>();
  const visit = (part: string, path: readonly string[]): string[] | null => {
    if (path.includes(part)) return [...path.slice(path.indexOf(part)), part];
    if (done.has(part)) return null;
    done.add(part);
    for (const next of parts.get(part) ?? []) {
      const circle = visit(next, [...path, part]);
      if (circle !== null) return circle;
    }
    return null;
  };
  for (const part of parts.keys()) {
    const circle = visit(part, []);
    if (circle !== null) return circle;
  }
  return null;
}

it("the parts of the engine import each other in one direction", () => {
  const parts = importsOfParts();
  expect(parts.get("domain")).toContain("backends/backend.ts");
  expect(circleIn(parts)).toBeNull();
});

it("a circle would be found", () => {
  const parts = new Map([
    ["a", new Set(["b", "c"])],
    ["b", new Set(["c"])],
    ["c", new Set(["d"])],
    ["d", new Set(["b"])],
  ]);
  expect(circleIn(parts)).toEqual(["b", "c", "d", "b"]);
});
