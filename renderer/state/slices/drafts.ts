import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import type { DraftKeeper } from "../draftKeeper.ts";
import { type Base, EditHistory, type EditStep, type TreeNote } from "../editHistory.ts";
import type { Slice } from "../slice.ts";
import type { FieldEdit } from "../valuePlace.ts";
import { draftWriter } from "./draftWriter.ts";

/** An unsaved edit of one key. */
export interface Draft {
  /** What was typed, which need not be JSON yet; or, where it is canonical, the value as it would be stored. */
  readonly text: string;
  /** Whether the text is JSON without white space: nothing has to read it on its way to the store. */
  readonly isCanonical?: true;
  /** The stored value that the edit started from; null for a new key. */
  readonly base: Base;
  /** The content of an open field; it is not in the text yet. */
  readonly field?: FieldEdit;
}

/** Details of a step besides its resulting text. */
export interface EditDetail {
  /** The text shown before, if there was no draft. */
  readonly from?: string | undefined;
  /** Whether the text equals the stored value; then there is no draft, but a step that can be undone. */
  readonly isStored?: boolean;
  /** Whether it was typed, and joins the typing just before. */
  readonly isTyping?: boolean;
  readonly note?: TreeNote;
}

/** The result of an undo or redo: its step, or the field that was closed or reopened. */
export type Turn = { readonly step: EditStep } | { readonly field: FieldEdit };

export interface Drafts {
  readonly drafts: ReadonlyMap<Key, Draft>;
  /** Sets the draft: a step that can be undone. A draft without its field closes the field. */
  setDraft(key: Key, draft: Draft, detail?: EditDetail): void;
  /**
   * Keeps the content of an open field, or null once it has no edit; `shown` is the base of the draft if there is none.
   */
  setField(key: Key, field: FieldEdit | null, shown: Omit<Draft, "field">): void;
  /** Drops the content of the open field; redo restores it. */
  dropField(key: Key): void;
  discardDraft(key: Key): void;
  /** The sent text is stored now; later typing stays as a draft on top of it. */
  draftSaved(key: Key, sent: string, saved: { readonly text: JsonText; readonly since: Revision }): void;
  /** Moves a draft and its steps to the new name of its key. */
  moveDraft(from: Key, to: Key, since: Revision | null): void;
  /** Removes the drafts of deleted keys from the page, to restore them with the keys. */
  shelveDrafts(keys: readonly Key[]): void;
  /** Restores the drafts of keys that exist again; `read` returns the stored value of a key. */
  unshelveDrafts(read: (key: Key) => Promise<Base>): Promise<void>;
  /** Undoes the last edit of a value; null if there is none for the value stored since then. */
  undoEdit(key: Key, since: Revision | null): Turn | null;
  redoEdit(key: Key): Turn | null;
  /** Whether there is an edit of the value stored since then, or a step to undo or redo. */
  hasEdits(key: Key, since: Revision | null): boolean;
  /** Loads the edits that were unsaved when the app last ended. `place` identifies the store across starts. */
  recoverDrafts(place: string): Promise<void>;
  /** True once leaving the page need not ask, although there are unsaved edits. */
  readonly leaveAgreed: boolean;
  /** Writes pending drafts at once. */
  keepDrafts(): Promise<void>;
  /** The same, for a person who leaves the page and will return. */
  agreeToLeave(): Promise<void>;
  /** Removes the drafts from the page, but keeps them for the next opening of this store. */
  forgetDrafts(): void;
}

/** The most characters that the steps of all values may hold together. */
const MOST_CHARACTERS = 192_000_000;

export const drafts =
  (keeper: DraftKeeper, clock: () => number = () => performance.now()): Slice<Drafts> =>
  (set, get) => {
    const writer = draftWriter(keeper, (error) => get().fail(error));
    /** The edited values, latest last. */
    const histories = new Map<Key, EditHistory>();
    const shelf = new Map<Key, Draft>();

    const put = (key: Key, draft: Draft) => {
      set(({ drafts }) => ({ drafts: new Map(drafts).set(key, draft) }));
      writer.write(key, draft);
    };
    const take = (key: Key) => {
      if (!get().drafts.has(key)) return;
      set(({ drafts }) => {
        const rest = new Map(drafts);
        rest.delete(key);
        return { drafts: rest };
      });
      writer.write(key, null);
    };

    /** The steps that led to the draft or the stored value; empty if something else led there. */
    const historyFor = (key: Key, shown: Omit<Draft, "field">): EditHistory => {
      const draft = get().drafts.get(key);
      const known = histories.get(key);
      histories.delete(key);
      const fits = draft ? known?.text === draft.text : known?.isStoredSince(shown.base?.since);
      const history =
        known && fits
          ? known
          : draft
            ? new EditHistory(draft.base?.text ?? draft.text, draft.base)
            : new EditHistory(shown.text, shown.base, shown.isCanonical);
      if (draft && history.text !== draft.text) history.record(draft);
      histories.set(key, history);
      let total = 0;
      for (const each of histories.values()) total += each.size;
      for (const [other, { size }] of histories) {
        if (total <= MOST_CHARACTERS || other === key) break;
        histories.delete(other);
        total -= size;
      }
      return history;
    };

    /** The draft at the history's position, or none if that is the stored value. */
    const become = (key: Key, history: EditHistory, field: FieldEdit | null) => {
      if (field === null && history.isAtBase) take(key);
      else {
        const { text, base, isCanonical } = history;
        put(key, { text, base, ...(isCanonical && { isCanonical }), ...(field && { field }) });
      }
    };

    const settled = (key: Key): EditHistory | null => {
      const draft = get().drafts.get(key);
      return draft ? historyFor(key, draft) : (histories.get(key) ?? null);
    };

    return {
      drafts: new Map(),
      leaveAgreed: false,

      keepDrafts: () => writer.flush(),

      async agreeToLeave() {
        await writer.flush();
        set({ leaveAgreed: true });
      },

      setDraft(key, draft, { from, isStored = false, isTyping = false, note } = {}) {
        const shown = from ?? draft.base?.text ?? draft.text;
        const history = historyFor(key, { text: shown, base: draft.base });
        history.base = draft.base;
        const since = isStored ? (draft.base?.since ?? null) : undefined;
        if (draft.text !== history.text) {
          const typedAt = isTyping ? clock() : undefined;
          const { text, isCanonical } = draft;
          history.record({ text, isCanonical, since, note, typedAt });
        } else if (isStored && draft.base) history.markStored(draft.base.since);
        if (isStored) take(key);
        else put(key, draft);
      },

      setField(key, field, shown) {
        const draft = get().drafts.get(key);
        if (!draft && !field) return;
        const history = historyFor(key, shown);
        if (!draft) history.base = shown.base;
        become(key, history, field);
      },

      dropField(key) {
        const draft = get().drafts.get(key);
        if (!draft?.field) return;
        const history = historyFor(key, draft);
        history.dropField(draft.field);
        become(key, history, null);
      },

      discardDraft(key) {
        const draft = get().drafts.get(key);
        if (!draft) return;
        const { base, field } = draft;
        const history = historyFor(key, draft);
        const isCanonical = base !== null;
        history.record({ text: base?.text ?? "", isCanonical, since: base?.since ?? null, field });
        take(key);
      },

      draftSaved(key, sent, saved) {
        const now = get().drafts.get(key);
        if (!now) return;
        const history = historyFor(key, now);
        history.base = saved;
        if (now.text === sent) history.markStored(saved.since);
        become(key, history, now.field ?? null);
      },

      moveDraft(from, to, since) {
        const draft = get().drafts.get(from);
        const history = histories.get(from);
        histories.delete(from);
        if (!draft) return;
        take(from);
        const base = draft.base && since !== null ? { ...draft.base, since } : draft.base;
        if (history) {
          history.base = base;
          histories.set(to, history);
        }
        put(to, { ...draft, base });
      },

      shelveDrafts(keys) {
        const { drafts } = get();
        const rest = new Map(drafts);
        for (const key of keys) {
          const draft = drafts.get(key);
          if (!draft) continue;
          shelf.set(key, draft);
          rest.delete(key);
        }
        // They stay on disk: if the app ended now, they would reappear as edits of deleted keys.
        if (rest.size < drafts.size) set({ drafts: rest });
      },

      async unshelveDrafts(read) {
        for (const [key, draft] of [...shelf]) {
          const stored = await read(key);
          if (stored === null || !shelf.delete(key) || get().drafts.has(key)) continue;
          const base = stored.text === draft.base?.text ? stored : draft.base;
          const history = histories.get(key);
          if (history) history.base = base;
          put(key, { ...draft, base });
        }
      },

      undoEdit(key, since) {
        const field = get().drafts.get(key)?.field;
        if (field) {
          get().dropField(key);
          return { field };
        }
        const history = settled(key);
        // Once another value was stored over it, a saved edit can only be undone in the store.
        if (!get().drafts.has(key) && (history?.base?.since ?? null) !== since) return null;
        const step = history?.undo();
        if (!history || !step) return null;
        become(key, history, step.field);
        return { step };
      },

      redoEdit(key) {
        const history = settled(key);
        const turn = history?.redo();
        if (!history || !turn) return null;
        become(key, history, "field" in turn ? turn.field : null);
        return turn;
      },

      hasEdits(key, since) {
        const history = histories.get(key);
        if (get().drafts.has(key) || history?.canRedo) return true;
        return history?.canUndo === true && (history.base?.since ?? null) === since;
      },

      async recoverDrafts(of) {
        writer.open(of);
        for (const [key, draft] of get().drafts) writer.write(key, draft);
        try {
          const kept = await keeper.load(of, get().fail);
          // Edits typed since the store was opened are newer.
          if (writer.isOpen(of)) set(({ drafts }) => ({ drafts: new Map([...kept, ...drafts]) }));
        } catch (error) {
          get().fail(error);
        }
      },

      forgetDrafts() {
        writer.close();
        histories.clear();
        shelf.clear();
        set({ drafts: new Map() });
      },
    };
  };
