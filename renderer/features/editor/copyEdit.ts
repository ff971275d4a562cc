import { formatJson, JsonSyntaxError } from "../../../shared/json/index.ts";
import type { Key } from "../../../shared/model/index.ts";
import type { App, Draft } from "../../state/app.ts";
import { visibleName } from "../../ui/index.ts";
import { withField } from "./saveDraft.ts";
import { minifyText } from "./textWork.ts";

/** Copies the unsaved edit of a key as text: the way out for one that can't be stored where it is. */
export async function copyEdit(app: App, key: Key): Promise<void> {
  const { drafts, preferences, notify, fail } = app.getState();
  const draft = drafts.get(key);
  if (draft === undefined) return;
  try {
    await navigator.clipboard.writeText(await wholeText(draft, preferences.editorIndent));
    notify({ message: `Copied the edit of ${visibleName(key)}` });
  } catch (error) {
    fail(error);
  }
}

/** What stands in an open field is put into the text, or below it where that can't be done. */
async function wholeText({ text, field }: Draft, indent: number): Promise<string> {
  if (!field) return text;
  const apart = `${text}\n\n${field.written}`;
  try {
    const answer = withField(await minifyText(text), field);
    return "refusal" in answer ? apart : formatJson(answer.text, indent);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return apart;
  }
}
