import { ProgressBar as AriaProgressBar } from "react-aria-components";
import { Button } from "./Button.tsx";
import styles from "./ProgressBar.module.css";
import { visibleName } from "./visibleName.ts";

export interface ProgressBarProps {
  /** What is being done: "Importing cities.json". */
  readonly label: string;
  /** Between 0 and 1; null while the end is not known. */
  readonly value: number | null;
  /** How far, in words: "12 of 20 MB". */
  readonly detail?: string | undefined;
  readonly onCancel?: (() => void) | undefined;
}

/** How far a long job is, and the way out of it. */
export function ProgressBar({ label, value, detail, onCancel }: ProgressBarProps) {
  const shown = visibleName(label);
  return (
    <div className={styles.progress}>
      <AriaProgressBar
        className={styles.bar ?? ""}
        aria-label={shown}
        isIndeterminate={value === null}
        value={(value ?? 0) * 100}
      >
        {({ percentage }) => (
          <>
            <div className={styles.words}>
              <span className={styles.label}>{shown}</span>
              {detail ? <span className={styles.detail}>{detail}</span> : null}
            </div>
            <div className={styles.track}>
              <div
                className={value === null ? styles.unknown : styles.fill}
                style={value === null ? {} : { width: `${percentage ?? 0}%` }}
              />
            </div>
          </>
        )}
      </AriaProgressBar>
      {onCancel ? <Button onPress={onCancel}>Cancel</Button> : null}
    </div>
  );
}
