import { Check, CircleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { visible } from "../../shared/diff/index.ts";
import { Button } from "./Button.tsx";
import { IconButton } from "./IconButton.tsx";
import styles from "./Toast.module.css";

export interface ToastProps {
  readonly message: string;
  readonly tone?: "done" | "error";
  /**
   * Milliseconds until it closes automatically; null keeps it until dismissed. The clock rests while it is hovered or
   * focused.
   */
  readonly duration?: number | null;
  readonly onUndo?: (() => void) | undefined;
  readonly onDismiss: () => void;
}

/** "Done", with the way back. */
export function Toast({ message, tone = "done", duration = 8000, onUndo, onDismiss }: ToastProps) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (duration === null || held) return;
    const timer = setTimeout(onDismiss, duration);
    return () => clearTimeout(timer);
  }, [duration, held, onDismiss]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only pauses the clock
    <div
      role={tone === "error" ? "alert" : "status"}
      className={styles.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {tone === "error" ? (
        <CircleAlert className={styles.error} aria-hidden />
      ) : (
        <Check className={styles.done} aria-hidden />
      )}
      <span className={styles.message}>{visible(message)}</span>
      {onUndo ? <Button onPress={onUndo}>Undo</Button> : null}
      <IconButton label="Dismiss" onPress={onDismiss}>
        <X />
      </IconButton>
    </div>
  );
}
