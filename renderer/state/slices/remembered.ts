import { type Remembered, remembered as schema } from "../../../shared/contract/index.ts";
import { type KeySeparator, keySeparators } from "../../../shared/model/index.ts";
import type { Slice } from "../slice.ts";

/** This window's view settings. The shell keeps the latest for new windows. */
export interface RememberedPart {
  readonly remembered: Remembered;
  /** The separator of the open store's tree of keys; null until a person has chosen one. */
  readonly keySeparator: KeySeparator | null;
  loadRemembered(): Promise<void>;
  remember(change: Partial<Remembered>): void;
  splitKeys(separator: KeySeparator): void;
}

export const remembered: Slice<RememberedPart> = (set, get) => ({
  remembered: schema.parse({}),
  keySeparator: null,

  async loadRemembered() {
    const { client, fail } = get();
    try {
      set({ remembered: await client.shell.remembered.get() });
      if (client.desktop) get().remember(takeStored());
    } catch (error) {
      fail(error);
    }
  },

  remember(change) {
    if (Object.keys(change).length === 0) return;
    set(({ remembered }) => ({ remembered: { ...remembered, ...change } }));
    const { client, fail } = get();
    client.shell.remembered.set(change).catch(fail);
  },

  splitKeys(keySeparator) {
    set({ keySeparator });
    const { client, store, fail } = get();
    if (store !== null) client.shell.stores.splitKeys({ store, separator: keySeparator }).catch(fail);
  },
});

/** Moves what earlier desktop versions kept in the page's own storage. */
function takeStored(): Partial<Remembered> {
  const taken: Partial<Remembered> = {
    ...(localStorage.getItem("strata.valueMode") === "tree" && { valueMode: "tree" as const }),
    ...(localStorage.getItem("strata.keyTree") === "on" && { keyTree: true }),
  };
  for (const name of ["strata.valueMode", "strata.keyTree"]) localStorage.removeItem(name);
  return taken;
}

/** The same for the store at this location; null if there was nothing. */
export function takeStoredSeparator(location: string): KeySeparator | null {
  const name = `strata.keyTree.separator ${location}`;
  const found = keySeparators.find((separator) => separator === localStorage.getItem(name));
  localStorage.removeItem(name);
  return found ?? null;
}
