import { type FormEvent, useId, useState } from "react";
import type { SnapshotMetadata } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { Button, Dialog, ErrorNote, TextField } from "../../ui/index.ts";
import styles from "./SnapshotDialog.module.css";
import { TagField, tagsWith } from "./TagField.tsx";
import { useTags } from "./useTags.ts";

export interface EditSnapshotDialogProps {
  readonly snapshot: SnapshotMetadata;
  /** Where the focus goes: to pin a snapshot is to say why. */
  readonly focus: "tags" | "pin";
  readonly onClose: () => void;
}

/** What may be changed of a snapshot: its tags, its description, its pin. Never its data. */
export function EditSnapshotDialog({ snapshot, focus, onClose }: EditSnapshotDialogProps) {
  const form = useId();
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const refresh = useApp((state) => state.refresh);
  const suggestions = useTags();
  const [tags, setTags] = useState(snapshot.tags);
  const [typed, setTyped] = useState("");
  const [note, setNote] = useState(snapshot.description ?? "");
  const [isPinned, setPinned] = useState(snapshot.pinned || focus === "pin");
  const [reason, setReason] = useState(snapshot.pinReason ?? "");
  const [failure, setFailure] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (store === null) return;
    try {
      await engine.snapshots.update({
        store,
        version: snapshot.version,
        tags: [...tagsWith(tags, typed)],
        description: note.trim() === "" ? null : note,
        pinned: isPinned,
        pinReason: isPinned && reason.trim() !== "" ? reason : null,
      });
      onClose();
      await refresh();
    } catch (error) {
      setFailure(messageOf(error));
    }
  };

  return (
    <Dialog
      title={focus === "pin" ? "Pin snapshot" : "Edit snapshot"}
      isOpen
      onClose={onClose}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            {focus === "pin" ? "Pin" : "Save"}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit}>
        {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
        {focus === "pin" ? null : (
          <>
            <TagField
              label="Tag"
              tags={tags}
              onChange={setTags}
              typed={typed}
              onType={setTyped}
              suggestions={suggestions}
              autoFocus
            />
            <TextField label="Description" value={note} onChange={setNote} multiline maxLength={10_000} />
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={isPinned}
                onChange={(event) => setPinned(event.target.checked)}
              />
              Pinned
            </label>
          </>
        )}
        {isPinned ? (
          <TextField
            label="Why it is pinned"
            description="A pinned snapshot is never deleted to make room."
            value={reason}
            onChange={setReason}
            maxLength={10_000}
            autoFocus={focus === "pin"}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
