import clsx from "clsx";
import type { ReactNode } from "react";
import styles from "./Toolbar.module.css";

export interface ToolbarProps {
  /** The accessible name. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A bar of controls, one row high, with a hairline under it. */
export function Toolbar({ label, className, children }: ToolbarProps) {
  return (
    <div role="toolbar" aria-label={label} className={clsx(styles.toolbar, className)}>
      {children}
    </div>
  );
}

/** Pushes what follows to the far end of a toolbar. */
export function Spacer() {
  return <span className={styles.spacer} />;
}
