import { useSyncExternalStore } from "react";
import { isOfInputMethod } from "../../../ui/shortcut.ts";
import type { Field } from "../field.ts";
import styles from "./LeafInput.module.css";

interface LeafInputProps {
  readonly label: string;
  readonly field: Field;
}

/** A name or a leaf being written in its row. Enter or leaving the field commits it, Escape drops it. */
export function LeafInput({ label, field }: LeafInputProps) {
  useSyncExternalStore(field.subscribe, field.state);
  const { refusal, written } = field;
  return (
    <span className={styles.field}>
      <input
        className={styles.input}
        aria-label={label}
        aria-invalid={refusal !== null}
        value={written}
        spellCheck={false}
        data-field
        // biome-ignore lint/a11y/noAutofocus: the field stands where the focus was
        autoFocus={field.takesFocus}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => field.type(event.currentTarget.value)}
        onDoubleClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          if (isOfInputMethod(event.nativeEvent)) return;
          if (event.key === "Enter" || event.key === "Tab") field.commit(true);
          else if (event.key === "Escape") field.drop();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={(event) => {
          // Another window has the focus: this field has it again with the window.
          if (document.activeElement !== event.currentTarget) field.commit();
        }}
      />
      {refusal === null ? null : (
        <span className={styles.error} role="alert">
          {refusal}
        </span>
      )}
    </span>
  );
}
