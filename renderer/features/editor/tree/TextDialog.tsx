import { useState } from "react";
import { Button, Dialog, formatCount, TextField } from "../../../ui/index.ts";
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

/** Text that is too long for a row. */
export function TextDialog({ title, literal, isReadOnly, onCommit, onClose }: TextDialogProps) {
  const [written, setWritten] = useState(() => JSON.parse(literal) as string);
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      size="large"
      footer={
        isReadOnly ? (
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
      <TextField
        label="Text"
        hideLabel
        multiline
        mono
        value={written}
        onChange={setWritten}
        isReadOnly={isReadOnly}
        className={styles.text}
        autoFocus
      />
    </Dialog>
  );
}
