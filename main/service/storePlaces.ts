import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { canHoldStore, holdsStore, NotAStoreError } from "../engine/index.ts";

/** What the name of a file's own store ends with: the store of `data.json` is the folder `data.json.store` beside it. */
const SUFFIX = ".store";

/** The store that belongs to a file: beside it, whether it is there or not. */
export function storeOfFile(file: string): string {
  return `${file}${SUFFIX}`;
}

/**
 * The store of a folder: the folder itself, or the one `*.store` in it. Without either, the folder itself, in which
 * there is no store.
 *
 * @throws {NotAStoreError} if there are several, which it names.
 */
export function storeIn(folder: string): string {
  if (holdsStore(folder)) return folder;
  const found = storesInside(folder);
  if (found.length > 1) {
    throw new NotAStoreError(
      `${folder} holds ${found.length} stores: ${found.map((path) => basename(path)).join(", ")}. Name one with --store.`,
      { path: folder },
    );
  }
  return found[0] ?? folder;
}

/**
 * The store that an import goes to when none is named: the folder where it is called, if it is a store or can become
 * one, else the file's own. With `merge` also the store that the folder has already.
 *
 * @param file Null for what comes from a pipe.
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
    // A folder that is missing or can't be listed holds no store that could be named.
    return [];
  }
}
