import { useState } from "react";
import { useApp, useAppStore } from "../../state/app.ts";
import { Button, ErrorNote, formatCount, visibleName } from "../../ui/index.ts";
import { saveAllDrafts, type UnsavedDraft } from "./saveDraft.ts";
import styles from "./UnsavedEdits.module.css";

/** Keys that are named; of more, only how many there are. */
const NAMED = 5;

/** Says which edits a snapshot leaves out, and offers to save them. */
export function UnsavedEdits() {
  const app = useAppStore();
  const drafts = useApp((state) => state.drafts);
  const [left, setLeft] = useState<readonly UnsavedDraft[]>([]);
  const [isSaving, setSaving] = useState(false);
  if (drafts.size === 0) return null;

  const keys = [...drafts.keys()];
  const names = keys.slice(0, NAMED).map((key) => visibleName(key));
  if (keys.length > NAMED) names.push(`${(keys.length - NAMED).toLocaleString()} more`);
  const save = async () => {
    setSaving(true);
    setLeft(await saveAllDrafts(app));
    setSaving(false);
  };
  return (
    <ErrorNote
      tone="warning"
      actions={
        <Button isDisabled={isSaving} onPress={() => void save()}>
          {drafts.size === 1 ? "Save it first" : "Save them first"}
        </Button>
      }
    >
      <p>
        {formatCount(drafts.size, "unsaved edit")} {drafts.size === 1 ? "is" : "are"} no part of the snapshot:{" "}
        {names.join(", ")}.
      </p>
      {left.length === 0 ? null : (
        <ul className={styles.kept}>
          {left.map(({ key, reason }) => (
            <li key={key}>{`${visibleName(key)}: ${reason}`}</li>
          ))}
        </ul>
      )}
    </ErrorNote>
  );
}
