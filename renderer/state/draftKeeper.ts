import { createStore, delMany, entries, set, setMany } from "idb-keyval";
import type { Key } from "../../shared/model/index.ts";
import type { Draft } from "./slices/drafts.ts";
import { claimWindowId, openWindows } from "./windowId.ts";

/** Where unsaved edits outlive the page, by the store they belong to. */
export interface DraftKeeper {
  /** This window's drafts, and those of windows that are gone. */
  load(place: string): Promise<ReadonlyMap<Key, Draft>>;
  put(place: string, key: Key, draft: Draft): Promise<void>;
  remove(place: string, key: Key): Promise<void>;
}

type Address = [place: string, key: Key, window: string];

/** In the browser's IndexedDB, which has room for a draft of many megabytes. */
export function indexedDrafts(): DraftKeeper {
  const database = createStore("strata-drafts", "drafts");
  const claimed = claimWindowId();
  return {
    async load(place) {
      const own = await claimed;
      const open = await openWindows();
      const all = await entries<Address, Draft>(database);
      const free = all.filter(([[of, , by]]) => of === place && (by === own || !open.has(by)));
      // Its own come last, so that they win over a lost window's.
      const sorted = free.sort(([[, , a]], [[, , b]]) => Number(a === own) - Number(b === own));
      const drafts = new Map(sorted.map(([[, key], draft]) => [key, draft]));
      await setMany(
        [...drafts].map(([key, draft]) => [[place, key, own], draft]),
        database,
      );
      await delMany(
        free.flatMap(([address]) => (address[2] === own ? [] : [address])),
        database,
      );
      return drafts;
    },
    put: async (place, key, draft) => set([place, key, await claimed], draft, database),
    remove: async (place, key) => delMany([[place, key, await claimed]], database),
  };
}
