import type { EntrySummary } from "../../../shared/model/index.ts";
import { formatBytes, visibleName } from "../../ui/index.ts";
import styles from "./PreviewTable.module.css";

/** The first keys of a file with the beginnings of their values. */
export function PreviewTable({ rows }: { readonly rows: readonly EntrySummary[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section className={styles.frame} aria-label="Preview" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Key</th>
            <th>Value</th>
            <th className={styles.size}>Size</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td title={visibleName(row.key)}>{visibleName(row.key)}</td>
              <td className={styles.value} title={visibleName(row.preview)}>
                {visibleName(row.preview)}
              </td>
              <td className={styles.size}>{formatBytes(row.size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
