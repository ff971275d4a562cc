import type { Key } from "../../shared/model/index.ts";
import type { Draft } from "./slices/drafts.ts";

const DATABASE = "strata-drafts";
const TABLE = "drafts";
type Address = [place: string, key: Key, window: string];

/**
 * Moves the drafts of this store that earlier versions kept in the page's own database, and deletes them there once
 * they are kept elsewhere. The last one deletes the database.
 */
export async function moveIndexedDrafts(
  location: string,
  keep: (key: Key, draft: Draft) => Promise<void>,
): Promise<void> {
  if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return;
  const database = await answer(indexedDB.open(DATABASE));
  try {
    if (!database.objectStoreNames.contains(TABLE)) return;
    const table = () => database.transaction(TABLE, "readwrite").objectStore(TABLE);
    for (const address of (await answer(table().getAllKeys())) as unknown as Address[]) {
      const [place, key] = address;
      if (place !== location) continue;
      await keep(key, (await answer(table().get(address))) as Draft);
      await answer(table().delete(address));
    }
    if ((await answer(table().count())) > 0) return;
  } finally {
    database.close();
  }
  await answer(indexedDB.deleteDatabase(DATABASE));
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}
