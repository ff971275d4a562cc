import { useState } from "react";
import { JsonSyntaxError, minify } from "../../../../shared/json/index.ts";
import styles from "./LeafInput.module.css";

interface LeafInputProps {
  readonly label: string;
  /** What is written at first. */
  readonly initial: string;
  /** What the text written means: a reason to refuse it, or null once it is taken. */
  readonly onCommit: (written: string) => string | null;
  readonly onCancel: () => void;
}

/** A name or a leaf being written in its row. Enter or leaving the field takes it, Escape doesn't. */
export function LeafInput({ label, initial, onCommit, onCancel }: LeafInputProps) {
  const [written, setWritten] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const commit = (): boolean => {
    const refusal = onCommit(written);
    setError(refusal);
    return refusal === null;
  };
  return (
    <span className={styles.field}>
      <input
        className={styles.input}
        aria-label={label}
        aria-invalid={error !== null}
        value={written}
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the field stands where the focus was
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setWritten(event.currentTarget.value);
          setError(null);
        }}
        onDoubleClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Tab") {
            event.preventDefault();
            commit();
          } else if (event.key === "Escape") {
            event.preventDefault();
            onCancel();
          }
          event.stopPropagation();
        }}
        onBlur={() => {
          if (error !== null || !commit()) onCancel();
        }}
      />
      {error === null ? null : (
        <span className={styles.error} role="alert">
          {error}
        </span>
      )}
    </span>
  );
}

/** The JSON that was written for a leaf that is no text: its literal, or why it isn't one. */
export function literalOf(written: string): { readonly literal: string } | { readonly refusal: string } {
  try {
    return { literal: minify(written) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { refusal: "This isn't JSON. Text goes in double quotes." };
  }
}
