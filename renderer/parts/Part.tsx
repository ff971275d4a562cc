import type { ReactNode } from "react";
import styles from "./Parts.module.css";

/** One part of the page, in each of its states. `name` names every component that is shown. */
export function Part({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={name}>
      <h2 className={styles.name}>{name}</h2>
      <div className={styles.states}>{children}</div>
    </section>
  );
}

/** A state with what it is called. */
export function State({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.state}>
      <p className={styles.label}>{name}</p>
      {children}
    </div>
  );
}
