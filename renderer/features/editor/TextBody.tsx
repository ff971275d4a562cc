import type { FieldEdit } from "../../state/valuePlace.ts";
import { Button, ErrorNote, formatBytes } from "../../ui/index.ts";
import { PendingField } from "./PendingField.tsx";
import { TextEditor, type TextEditorProps } from "./TextEditor.tsx";
import styles from "./ValueEditor.module.css";

interface TextBodyProps extends Omit<TextEditorProps, "text"> {
  /** Null while a long one is laid out. */
  readonly text: string | null;
  /** Whether it is only the beginning. */
  readonly isCut: boolean;
  readonly size: number;
  readonly onShowAll: () => void;
  /** What the draft keeps of an open field of the tree. */
  readonly kept: FieldEdit | null;
  readonly onShowField: () => void;
  readonly onDropField: () => void;
}

/** A value as text, with what has to be known of it. */
export function TextBody(props: TextBodyProps) {
  const { text, isCut, size, onShowAll, kept, onShowField, onDropField, ...editor } = props;
  return (
    <>
      {kept ? <PendingField field={kept} isText onShow={onShowField} onDrop={onDropField} /> : null}
      {isCut ? <CutNote size={size} onShowAll={onShowAll} /> : null}
      {text === null ? (
        <p className={styles.waiting}>Laying out {formatBytes(size)}…</p>
      ) : (
        <TextEditor {...editor} text={text} />
      )}
    </>
  );
}

function CutNote({ size, onShowAll }: { readonly size: number; readonly onShowAll: () => void }) {
  return (
    <ErrorNote tone="warning" actions={<Button onPress={onShowAll}>Show all</Button>}>
      This value is {formatBytes(size)}. Here is its beginning. Shown whole, it is plain text, and checked a
      moment after you stop typing. The tree shows all of it.
    </ErrorNote>
  );
}
