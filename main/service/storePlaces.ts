import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { canHoldStore, holdsStore, NotAStoreError } from "../engine/index.ts";

/** The suffix of a file's own store: that of `data.json` is the folder `data.json.store` beside it. */
const SUFFIX = ".store";

/** The path of the store that belongs to a file, whether it exists or not. */
export function storeOfFile(file: string): string {
  return `${file}${SUFFIX}`;
}

/**
 * The store of a folder: the folder itself, or the only `*.store` in it. Without either, the folder itself, which is
 * then no store.
 *
 * @throws {NotAStoreError} if there are several, which it names.
 */
export function storeIn(folder: string): string {
  if (holdsStore(folder)) return folder;
  const found = storesInside(folder);
  if (found.length > 1) {
    throw new NotAStoreError(
      `${folder} contains ${found.length} stores: ${found.map((path) => basename(path)).join(", ")}. Name one with --store.`,
      { path: folder },
    );
  }
  return found[0] ?? folder;
}

/**
 * The store for an import if none is named: the current folder if it is a store or can become one, else the file's own
 * store. With `merge` also the existing store of the folder.
 *
 * @param file Null for a pipe.
 */
export function storeForImport(folder: string, file: string | null, merge: boolean): string {
  if (holdsStore(folder)) return folder;
  if (file === null) return storeIn(folder);
  const own = storeOfFile(file);
  if (holdsStore(own)) return own;
  if (merge && storesInside(folder).length > 0) return storeIn(folder);
  return canHoldStore(folder) ? folder : own;
}

function storesInside(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX) && holdsStore(join(folder, name)))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    // A missing or unreadable folder contains no store that could be named.
    return [];
  }
}
