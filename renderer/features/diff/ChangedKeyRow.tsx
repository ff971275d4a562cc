import type { KeyDifference } from "../../../shared/model/index.ts";
import { formatBytes, SignalMark, visibleName } from "../../ui/index.ts";
import styles from "./DifferingKeys.module.css";

export interface ChangedKeyRowProps {
  readonly difference: KeyDifference;
  /** The key, or what of it no group around it shows. */
  readonly name: string;
}

/** One changed key: how, and how much larger or smaller its value is now. */
export function ChangedKeyRow({ difference: { key, kind, before, after }, name }: ChangedKeyRowProps) {
  const growth = (after?.size ?? 0) - (before?.size ?? 0);
  return (
    <div className={styles.row}>
      <SignalMark signal={kind} />
      <span className={styles.key} dir="auto" title={visibleName(key)}>
        {visibleName(name)}
      </span>
      <span className={styles.growth}>
        {growth === 0 ? "" : `${growth > 0 ? "+" : "−"}${formatBytes(Math.abs(growth))}`}
      </span>
    </div>
  );
}
