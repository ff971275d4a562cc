import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createEnhancedPersistence } from "../main/engine/index.ts";
import type { JsonState } from "../main/engine/persistence.ts";
import { type JsonText, type Key, NOW } from "../shared/model/index.ts";

/** The folders of the stores that the app made in this data directory. */
export async function storesIn(dataDirectory: string): Promise<string[]> {
  const stores = join(dataDirectory, "stores");
  return (await readdir(stores)).map((name) => join(stores, name));
}

/** The state of the only store in this data directory, as the engine reads it from the disk. */
export function stateOnDisk(dataDirectory: string): Promise<JsonState> {
  return withStore(dataDirectory, (store) => store.load());
}

/** The exact text of one value on the disk; undefined when there is no such key. */
export function textOnDisk(dataDirectory: string, key: string): Promise<string | undefined> {
  return withStore(dataDirectory, async (store) => (await store.read(key as Key, NOW))?.text);
}

/** Writes one value as another program would, while the app runs or not. */
export function writeOnDisk(dataDirectory: string, key: string, text: string): Promise<void> {
  return withStore(dataDirectory, async (store) => {
    await store.write([{ key: key as Key, text: text as JsonText }], { operation: "set" });
  });
}

/** The texts of the unsaved edits that would be found after a crash. */
export async function keptDrafts(dataDirectory: string): Promise<string[]> {
  const found = await readdir(join(dataDirectory, "drafts"), { recursive: true }).catch(() => []);
  const files = found.filter((name) => name.endsWith(".draft"));
  return Promise.all(
    files.map(async (name) => {
      const content = await readFile(join(dataDirectory, "drafts", name), "utf8");
      return (JSON.parse(content.slice(content.indexOf("\n"))) as { readonly text: string }).text;
    }),
  );
}

type Store = Awaited<ReturnType<typeof createEnhancedPersistence>>;

async function withStore<T>(dataDirectory: string, read: (store: Store) => Promise<T>): Promise<T> {
  const [path, ...others] = await storesIn(dataDirectory);
  if (path === undefined || others.length > 0) throw new Error(`Expected one store in ${dataDirectory}.`);
  const store = await createEnhancedPersistence({ basePath: path, cacheStrategy: "none" });
  try {
    return await read(store);
  } finally {
    // Not cleanup(), which would leave a snapshot behind.
    await store.close();
  }
}
