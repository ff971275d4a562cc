import { type ReactNode, useId } from "react";
import styles from "./Section.module.css";

/** Some preferences that belong together. */
export function Section({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      <div className={styles.fields}>{children}</div>
      {note ? <p className={styles.note}>{note}</p> : null}
    </section>
  );
}
