import { useState, useSyncExternalStore } from "react";
import { preview } from "../../../../shared/json/index.ts";
import { Button, Dialog, ErrorNote, formatCount, hasLineBreak, TextField } from "../../../ui/index.ts";
import { type Field, type FieldPlace, shownFirst } from "../field.ts";
import styles from "./TextDialog.module.css";

interface TextDialogProps {
  readonly field: Field;
  readonly isReadOnly: boolean;
}

/** Past this many characters only the beginning is shown until the whole is asked for: a field of them takes seconds. */
const LONG = 1_000_000;
const BEGINNING = 50_000;
const MOST_IN_ROW = 200;

/** Text that is too long for a row. Once it is edited, no click beside it closes it. */
export function TextDialog({ field, isReadOnly }: TextDialogProps) {
  useSyncExternalStore(field.subscribe, field.state);
  const { written, isEdited, refusal } = field;
  const [whole, setWhole] = useState(written.length <= LONG || isEdited);
  const canEdit = !isReadOnly && whole;
  const drop = () => field.drop();
  return (
    <Dialog
      title={String(field.place.path.at(-1) ?? "")}
      isOpen
      onClose={drop}
      holdsTyped={isEdited}
      size="large"
      footer={
        !canEdit ? (
          <Button onPress={drop}>Close</Button>
        ) : (
          <>
            <span className={styles.count}>{formatCount(written.length, "character")}</span>
            <Button onPress={drop}>Cancel</Button>
            <Button variant="primary" onPress={() => field.commit(true)}>
              Use this text
            </Button>
          </>
        )
      }
    >
      {whole ? null : (
        <ErrorNote tone="warning" actions={<Button onPress={() => setWhole(true)}>Show all</Button>}>
          This text has {formatCount(written.length, "character")}. Here is its beginning. All of it may take
          a while to be shown.
        </ErrorNote>
      )}
      <TextField
        label="Text"
        hideLabel
        multiline
        mono
        value={whole ? written : preview(written, BEGINNING)}
        onChange={(text) => field.type(text)}
        isReadOnly={!canEdit}
        error={refusal ?? undefined}
        className={styles.text}
        autoFocus
      />
    </Dialog>
  );
}

/** Whether what a field begins with doesn't fit into a row: text of many characters, or of more than one line. */
export function needsDialog(place: FieldPlace): boolean {
  const { part, before } = place;
  if (part === "value" && !before.startsWith('"')) return false;
  return before.length > MOST_IN_ROW || hasLineBreak(shownFirst(place));
}
