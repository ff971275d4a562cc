import { JsonSyntaxError } from "../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { failureOf, messageOf } from "../../client/index.ts";
import type { App } from "../../state/app.ts";
import { minifyText } from "./textWork.ts";

export type SaveOutcome =
  | { readonly kind: "saved"; readonly text: JsonText; readonly since: Revision | null }
  | { readonly kind: "unchanged" }
  /** The stored value is another one than the edit started from. */
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly message: string };

/** Stores the draft of this key, unless it isn't JSON or the stored value changed meanwhile. Never rejects. */
export async function saveDraft(app: App, key: Key): Promise<SaveOutcome> {
  const { client, store, drafts, discardDraft, refresh, fail } = app.getState();
  const draft = drafts.get(key);
  if (!draft || !store) return { kind: "unchanged" };

  let text: JsonText;
  try {
    text = await minifyText(draft.text);
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
    // What was typed while the answer was on its way stays a draft, on top of what was saved.
    const now = app.getState().drafts.get(key);
    const since = revision ?? draft.base?.since ?? null;
    if (now && now.text !== draft.text && since !== null) {
      app.getState().setDraft(key, { ...now, base: { text, since } });
    } else {
      discardDraft(key);
    }
    refresh([key]).catch(fail);
    return { kind: "saved", text: revision === null && draft.base ? draft.base.text : text, since };
  } catch (error) {
    if (failureOf(error)?.code === "CONFLICT") {
      refresh([key]).catch(fail);
      return { kind: "conflict" };
    }
    return { kind: "refused", message: messageOf(error) };
  }
}
