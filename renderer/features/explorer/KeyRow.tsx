import clsx from "clsx";
import { memo } from "react";
import type { EntrySummary } from "../../../shared/model/index.ts";
import { formatBytes, JsonLine, Marked, SignalMark, TypeGlyph, visibleName } from "../../ui/index.ts";
import styles from "./KeyRow.module.css";
import type { KeyChange } from "./useKeyChanges.ts";

export interface KeyRowProps {
  /** Undefined while the row is on its way. */
  readonly row: EntrySummary | undefined;
  /** What it is called here, when that isn't its whole key. */
  readonly name?: string;
  readonly filter: string;
  readonly isSelected: boolean;
  readonly isDirty: boolean;
  /** What became of it since the moment on show. */
  readonly change?: KeyChange | undefined;
}

/** One key: its type, its name, the beginning of its value. */
export const KeyRow = memo(function KeyRow({ row, name, filter, isSelected, isDirty, change }: KeyRowProps) {
  if (!row) return <span className={styles.placeholder} aria-hidden="true" />;
  const title = `${visibleName(row.key)}\n${row.type}, ${formatBytes(row.size)}`;
  return (
    <div className={clsx(styles.row, isSelected && styles.selected)} title={title}>
      <TypeGlyph type={row.type} />
      <span className={styles.key} dir="auto">
        <Marked text={visibleName(name ?? row.key)} part={filter} />
      </span>
      <span className={styles.preview}>
        <JsonLine text={visibleName(row.preview)} />
      </span>
      {change === undefined ? null : <SignalMark signal={change} label={`${change} since then`} />}
      {isDirty ? <span role="img" className={styles.dirty} aria-label="edited, not saved" /> : null}
    </div>
  );
});
