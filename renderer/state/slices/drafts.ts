import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import type { DraftKeeper } from "../draftKeeper.ts";
import type { Slice } from "../slice.ts";

/** An edit of one key that is not saved. */
export interface Draft {
  /** What the editor holds; it need not be JSON yet. */
  readonly text: string;
  /** The stored value that the edit started from; null for a new key. */
  readonly base: { readonly text: JsonText; readonly since: Revision } | null;
}

export interface Drafts {
  readonly drafts: ReadonlyMap<Key, Draft>;
  setDraft(key: Key, draft: Draft): void;
  discardDraft(key: Key): void;
  /** Brings back what was unsaved when the app last ended. `place` is what the store is known by across starts. */
  recoverDrafts(place: string): Promise<void>;
  /** True once leaving the page need not ask, though there are unsaved edits. */
  readonly leaveAgreed: boolean;
  /** Writes down at once what was typed last, for whoever leaves the page to come back to it. */
  agreeToLeave(): Promise<void>;
  /** Takes the drafts off the page, but keeps them for the next time this store is opened. */
  forgetDrafts(): void;
}

/** Typing is written down this long after the last key press. Milliseconds. */
const PAUSE = 300;

export const drafts =
  (keeper: DraftKeeper): Slice<Drafts> =>
  (set, get) => {
    let place: string | null = null;
    const waiting = new Map<Key, ReturnType<typeof setTimeout>>();

    const write = (key: Key, draft: Draft | null) => {
      const at = place;
      if (at === null) return;
      clearTimeout(waiting.get(key));
      const act = () => {
        waiting.delete(key);
        const done = draft ? keeper.put(at, key, draft) : keeper.remove(at, key);
        done.catch((error: unknown) => get().fail(error));
      };
      if (draft) waiting.set(key, setTimeout(act, PAUSE));
      else act();
    };

    return {
      drafts: new Map(),
      leaveAgreed: false,

      async agreeToLeave() {
        const at = place;
        const late = [...waiting];
        waiting.clear();
        await Promise.all(
          late.map(async ([key, timer]) => {
            clearTimeout(timer);
            const draft = get().drafts.get(key);
            if (at !== null && draft) await keeper.put(at, key, draft);
          }),
        );
        set({ leaveAgreed: true });
      },

      setDraft(key, draft) {
        set(({ drafts }) => ({ drafts: new Map(drafts).set(key, draft) }));
        write(key, draft);
      },

      discardDraft(key) {
        if (!get().drafts.has(key)) return;
        set(({ drafts }) => {
          const rest = new Map(drafts);
          rest.delete(key);
          return { drafts: rest };
        });
        write(key, null);
      },

      async recoverDrafts(of) {
        place = of;
        for (const [key, draft] of get().drafts) write(key, draft);
        try {
          const kept = await keeper.load(of);
          // What was typed since the store was opened is newer.
          if (place === of) set(({ drafts }) => ({ drafts: new Map([...kept, ...drafts]) }));
        } catch (error) {
          get().fail(error);
        }
      },

      forgetDrafts() {
        place = null;
        set({ drafts: new Map() });
      },
    };
  };
