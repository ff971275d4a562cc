import type { Key } from "../../../shared/model/index.ts";
import type { App } from "../../state/app.ts";
import { visibleName } from "../../ui/index.ts";

/** Lets an unsaved edit go, and offers it back for a while. */
export function discardWithUndo(app: App, key: Key): void {
  const { store, drafts, discardDraft, notify } = app.getState();
  const draft = drafts.get(key);
  if (draft === undefined) return;
  discardDraft(key);
  notify({
    message: `Discarded the edit of ${visibleName(key)}`,
    undo: () => {
      const now = app.getState();
      // Neither into another store, nor over what was typed since.
      if (now.store === store && !now.drafts.has(key)) now.setDraft(key, draft);
    },
  });
}
