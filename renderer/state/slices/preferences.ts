import { type Preferences, preferences as schema } from "../../../shared/contract/index.ts";
import type { Slice } from "../slice.ts";

export interface PreferencesPart {
  readonly preferences: Preferences;
  loadPreferences(): Promise<void>;
  /** Applied at once on the page; the shell keeps them for every window. */
  setPreferences(change: Partial<Preferences>): void;
  /** Preferences set by another window. */
  adoptPreferences(preferences: Preferences): void;
}

export const preferences: Slice<PreferencesPart> = (set, get) => ({
  preferences: schema.parse({}),

  async loadPreferences() {
    try {
      set({ preferences: await get().client.shell.preferences.get() });
    } catch (error) {
      get().fail(error);
    }
  },

  setPreferences(change) {
    set(({ preferences }) => ({ preferences: { ...preferences, ...change } }));
    get()
      .client.shell.preferences.set(change)
      .catch((error: unknown) => get().fail(error));
  },

  adoptPreferences: (preferences) => set({ preferences }),
});
