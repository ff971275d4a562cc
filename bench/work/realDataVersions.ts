import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "../../main/engine/persistence.ts";
import type { Document } from "../documents.ts";

/** How the ten versions are named in package.json, oldest first. */
const NAMES = Array.from(
  { length: 10 },
  (_, place) => `browser-compat-data-${String(place + 1).padStart(2, "0")}`,
);

const folder = (name: string) => join(import.meta.dirname, "..", "node_modules", name);

/** The versions' numbers, oldest first. */
export function versionNumbers(): string[] {
  return NAMES.map((name) => JSON.parse(readFileSync(join(folder(name), "package.json"), "utf8")).version);
}

/** The file of each version as it is published, oldest first. */
export function versionFiles(): Buffer[] {
  return NAMES.map((name) => readFileSync(join(folder(name), "data.json")));
}

/** One version's file by depth 2: a document for each member of each top-level member, keys in order. */
export function byDepthTwo(file: Buffer): Document[] {
  const data = JSON.parse(file.toString()) as Record<string, Record<string, JsonValue>>;
  return Object.entries(data)
    .flatMap(([group, members]) =>
      Object.entries(members).map(([name, value]) => ({ key: `${group}/${name}`, value })),
    )
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}
