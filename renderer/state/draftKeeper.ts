import { createStore, del, entries, set } from "idb-keyval";
import type { Key } from "../../shared/model/index.ts";
import type { Draft } from "./slices/drafts.ts";

/** Where unsaved edits outlive the page, by the store they belong to. */
export interface DraftKeeper {
  load(place: string): Promise<ReadonlyMap<Key, Draft>>;
  put(place: string, key: Key, draft: Draft): Promise<void>;
  remove(place: string, key: Key): Promise<void>;
}

/** In the browser's IndexedDB, which has room for a draft of many megabytes. */
export function indexedDrafts(): DraftKeeper {
  const database = createStore("strata-drafts", "drafts");
  return {
    async load(place) {
      const all = await entries<[string, Key], Draft>(database);
      return new Map(all.filter(([[of]]) => of === place).map(([[, key], draft]) => [key, draft]));
    },
    put: (place, key, draft) => set([place, key], draft, database),
    remove: (place, key) => del([place, key], database),
  };
}
