import { useState } from "react";
import { preview } from "../../../../shared/json/index.ts";
import { Button, Dialog, ErrorNote, formatCount, TextField } from "../../../ui/index.ts";
import styles from "./TextDialog.module.css";
import { asText } from "./TreeRowView.tsx";

interface TextDialogProps {
  readonly title: string;
  /** The JSON text of a string. */
  readonly literal: string;
  readonly isReadOnly: boolean;
  readonly onCommit: (literal: string) => void;
  readonly onClose: () => void;
}

/** Past this many characters only the beginning is shown until the whole is asked for: a field of them takes seconds. */
const LONG = 1_000_000;
const BEGINNING = 50_000;

/** Text that is too long for a row. */
export function TextDialog({ title, literal, isReadOnly, onCommit, onClose }: TextDialogProps) {
  const [written, setWritten] = useState(() => JSON.parse(literal) as string);
  const [whole, setWhole] = useState(written.length <= LONG);
  const canEdit = !isReadOnly && whole;
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      size="large"
      footer={
        !canEdit ? (
          <Button onPress={onClose}>Close</Button>
        ) : (
          <>
            <span className={styles.count}>{formatCount(written.length, "character")}</span>
            <Button onPress={onClose}>Cancel</Button>
            <Button
              variant="primary"
              onPress={() => {
                onCommit(asText(written, literal));
                onClose();
              }}
            >
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
        onChange={setWritten}
        isReadOnly={!canEdit}
        className={styles.text}
        autoFocus
      />
    </Dialog>
  );
}
