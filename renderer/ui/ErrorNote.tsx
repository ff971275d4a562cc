import clsx from "clsx";
import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { visible } from "../../shared/diff/index.ts";
import styles from "./ErrorNote.module.css";

export interface ErrorNoteProps {
  readonly tone?: "error" | "warning";
  /** What happened, to what, and what to do now. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

/** Something that went wrong, beside the thing it is about. */
export function ErrorNote({ tone = "error", children, actions, className }: ErrorNoteProps) {
  return (
    <div role="alert" className={clsx(styles.note, styles[tone], className)}>
      {tone === "error" ? <CircleAlert aria-hidden /> : <TriangleAlert aria-hidden />}
      <div className={styles.text}>{typeof children === "string" ? visible(children) : children}</div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
