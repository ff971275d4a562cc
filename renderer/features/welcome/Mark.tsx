import styles from "./Mark.module.css";

/** The app's sign: layers. */
export function Mark({ size = 40 }: { readonly size?: number }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path className={styles.top} d="M16 4.500 28 11l-12 6.500L4 11z" />
      <path d="m4 16.500 12 6.500 12-6.500" />
      <path className={styles.deep} d="m4 22 12 6.500L28 22" />
    </svg>
  );
}
