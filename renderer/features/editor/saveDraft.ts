import { JsonSyntaxError, preview, toPointer } from "../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { failureOf, messageOf } from "../../client/index.ts";
import type { App } from "../../state/app.ts";
import { applySplice } from "../../state/splice.ts";
import type { FieldEdit } from "../../state/valuePlace.ts";
import { visibleName } from "../../ui/index.ts";
import { minifyText } from "./textWork.ts";
import { applyField, rowOfPath } from "./tree/applyField.ts";
import { OPEN } from "./tree/fold.ts";

export type SaveOutcome =
  | { readonly kind: "saved"; readonly text: JsonText; readonly since: Revision | null }
  | { readonly kind: "unchanged" }
  /** The stored value is another one than the edit started from. */
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly message: string };

/** A draft that could not be stored. */
export interface UnsavedDraft {
  readonly key: Key;
  readonly reason: string;
}

/** Stores all drafts, one after the other; those that stay, with the reasons. */
export async function saveAllDrafts(app: App): Promise<readonly UnsavedDraft[]> {
  const left: UnsavedDraft[] = [];
  for (const key of app.getState().drafts.keys()) {
    const outcome = await saveDraft(app, key);
    if (outcome.kind === "refused") left.push({ key, reason: outcome.message });
    if (outcome.kind === "conflict")
      left.push({ key, reason: "the stored value changed after the edit began." });
  }
  return left;
}

/** The saves under way, the last of each key. */
const underWay = new WeakMap<App, Map<Key, Promise<SaveOutcome>>>();

/**
 * Stores the draft of this key, unless it isn't JSON or the stored value changed meanwhile. Waits for a save of the same
 * key that is under way: what that one stores is no change by somebody else.
 */
export function saveDraft(app: App, key: Key): Promise<SaveOutcome> {
  const saves = underWay.get(app) ?? new Map<Key, Promise<SaveOutcome>>();
  underWay.set(app, saves);
  const begin = () => saveNow(app, key);
  const save = saves.get(key)?.then(begin, begin) ?? begin();
  saves.set(key, save);
  const end = () => {
    if (saves.get(key) === save) saves.delete(key);
  };
  void save.then(end, end);
  return save;
}

async function saveNow(app: App, key: Key): Promise<SaveOutcome> {
  const { client, store, refresh, fail } = app.getState();
  let draft = app.getState().drafts.get(key);
  if (!draft || !store) return { kind: "unchanged" };

  let text: JsonText;
  try {
    text = draft.isCanonical ? (draft.text as JsonText) : await minifyText(draft.text);
    const { field } = draft;
    if (field) {
      const answer = withField(text, field);
      if ("refusal" in answer) {
        const place = toPointer(field.path);
        const where = place === "" ? "over the value" : `for ${place}`;
        const message = `What was written ${where} can't be saved: ${preview(field.written)}. ${answer.refusal}`;
        return { kind: "refused", message };
      }
      // The field may hold more by now, which is for the next save then.
      if (app.getState().drafts.get(key) !== draft) return saveNow(app, key);
      text = answer.text;
      draft = { text, base: draft.base, isCanonical: true };
      app.getState().setDraft(key, draft);
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { kind: "refused", message: `This isn't JSON yet, so it can't be saved. ${error.message}` };
  }
  try {
    const { revision } = await client.engine.entries.put({
      store,
      key,
      text,
      expected: draft.base?.since ?? null,
    });
    const since = revision ?? draft.base?.since ?? null;
    const saved = revision === null && draft.base ? draft.base.text : text;
    if (saved !== text) {
      const message = `Nothing was stored: ${visibleName(key)} is the same value, with a number or the order of members written differently.`;
      app.getState().notify({ message });
    }
    // What was typed while the answer was on its way stays a draft, on top of what was saved.
    if (since === null) app.getState().discardDraft(key);
    else app.getState().draftSaved(key, draft.text, { text: saved, since });
    if (revision !== null) refresh({ revision, keys: [key] }).catch(fail);
    return { kind: "saved", text: saved, since };
  } catch (error) {
    if (failureOf(error)?.code === "CONFLICT") {
      refresh({ keys: [key] }).catch(fail);
      return { kind: "conflict" };
    }
    return { kind: "refused", message: messageOf(error) };
  }
}

/** The value with what is written in a field of it; or why that can't be. */
export function withField(
  text: JsonText,
  field: FieldEdit,
): { readonly text: JsonText } | { readonly refusal: string } {
  const answer = applyField({ text, fold: OPEN }, rowOfPath(text, field.path), field);
  if ("refusal" in answer) return answer;
  return { text: answer.edit ? (applySplice(text, answer.edit.splice) as JsonText) : text };
}
