import clsx from "clsx";
import type { ReactNode } from "react";
import styles from "./Badge.module.css";

export type Signal = "added" | "removed" | "changed" | "moved" | "past";

const signs: Readonly<Record<Signal, string>> = {
  added: "+",
  removed: "−",
  changed: "~",
  moved: "↕",
  past: "",
};

/** A few letters or figures beside a name. */
export function Badge({ children, title }: { readonly children: ReactNode; readonly title?: string }) {
  return (
    <span className={styles.badge} title={title}>
      {children}
    </span>
  );
}

export interface SignalCountProps {
  readonly signal: Signal;
  readonly count: number;
}

/** A count of added, removed, changed or moved things: a colour and a sign. */
export function SignalCount({ signal, count }: SignalCountProps) {
  return (
    <span
      role="img"
      className={clsx(styles.count, styles[signal])}
      aria-label={`${count.toLocaleString()} ${signal}`}
    >
      {signs[signal]}
      {count.toLocaleString()}
    </span>
  );
}

/** The sign alone, for a row; `label` says more than what kind it is. */
export function SignalMark({ signal, label = signal }: { readonly signal: Signal; readonly label?: string }) {
  return (
    <span role="img" className={clsx(styles.mark, styles[signal])} aria-label={label} title={label}>
      {signs[signal]}
    </span>
  );
}
