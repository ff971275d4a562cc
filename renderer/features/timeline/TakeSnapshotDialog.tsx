import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useApp } from "../../state/app.ts";
import { Button, Dialog, ErrorNote, formatCount, TextField } from "../../ui/index.ts";
import { ChangeCount, countOf } from "./ChangeCount.tsx";
import styles from "./SnapshotDialog.module.css";
import { TagField, tagsWith } from "./TagField.tsx";
import { useTags } from "./useTags.ts";

/** Asks for a tag and a note, both of which may stay empty: opening it and pressing Enter takes a snapshot. `children` say what it leaves out. */
export function TakeSnapshotDialog({ children }: { readonly children: ReactNode }) {
  const isOpen = useApp((state) => state.dialog?.kind === "snapshot");
  const dismiss = useApp((state) => state.dismissDialog);
  return isOpen ? <OpenDialog onClose={dismiss}>{children}</OpenDialog> : null;
}

function OpenDialog({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  const form = useId();
  const takeSnapshot = useApp((state) => state.takeSnapshot);
  const status = useApp((state) => state.status);
  const suggestions = useTags();
  const { tags, typed, note } = useApp((state) => state.snapshotForm);
  const setForm = useApp((state) => state.setSnapshotForm);
  const clearForms = useApp((state) => state.clearForms);
  const [isDelta, setDelta] = useState(false);
  const [isTaking, setTaking] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isTaking) return;
    setTaking(true);
    const snapshot = await takeSnapshot({
      tags: tagsWith(tags, typed),
      description: note.trim() === "" ? null : note,
      ...(isDelta ? { base: "latest" as const } : {}),
    });
    setTaking(false);
    if (snapshot === null) return;
    clearForms();
    onClose();
  };

  const unsnapshotted = status?.unsnapshotted;
  const isUnchanged = unsnapshotted != null && countOf(unsnapshotted) === 0;
  return (
    <Dialog
      title="Take snapshot"
      isOpen
      onClose={onClose}
      size="small"
      holdsTyped={false}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} isDisabled={isTaking}>
            Take snapshot
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={submit}>
        {children}
        {unsnapshotted == null ? (
          <p className={styles.about}>
            A snapshot gives this moment a name
            {status ? `, with all ${formatCount(status.entryCount, "key")}` : ""}. You can look at it, compare
            with it and go back to it at any time.
          </p>
        ) : isUnchanged ? (
          <ErrorNote tone="warning">
            Nothing has changed since the last snapshot. Another one costs next to nothing.
          </ErrorNote>
        ) : (
          <p className={styles.about}>
            Since the last snapshot <ChangeCount totals={unsnapshotted} />
          </p>
        )}
        <TagField
          label="Tag"
          tags={tags}
          onChange={(next) => setForm({ tags: next })}
          typed={typed}
          onType={(text) => setForm({ typed: text })}
          suggestions={suggestions}
          autoFocus
        />
        <TextField
          label="Note"
          value={note}
          onChange={(text) => setForm({ note: text })}
          multiline
          maxLength={10_000}
        />
        {status !== null && status.snapshotCount > 0 ? (
          <label className={styles.check}>
            <input type="checkbox" checked={isDelta} onChange={(event) => setDelta(event.target.checked)} />
            As a delta against the latest snapshot
          </label>
        ) : null}
      </form>
    </Dialog>
  );
}
