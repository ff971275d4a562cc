import type { KeyDifference } from "../../../shared/model/index.ts";
import { formatBytes, SignalMark, visibleName } from "../../ui/index.ts";
import styles from "./DifferingKeys.module.css";

export interface ChangedKeyRowProps {
  readonly difference: KeyDifference;
  /** The key, or what of it no group around it shows. */
  readonly name: string;
}

/** One changed key: how, and how much larger or smaller its value is now. */
export function ChangedKeyRow({ difference, name }: ChangedKeyRowProps) {
  const { key, kind, before, after, renamedFrom, renamedTo } = difference;
  const renamed =
    renamedFrom !== undefined
      ? `renamed from ${visibleName(renamedFrom)}`
      : renamedTo !== undefined
        ? `renamed to ${visibleName(renamedTo)}`
        : null;
  const growth = (after?.size ?? 0) - (before?.size ?? 0);
  return (
    <div className={styles.row}>
      <SignalMark signal={kind} />
      <span className={styles.key} dir="auto" title={visibleName(key)}>
        {visibleName(name)}
      </span>
      {renamed === null ? null : (
        <span className={styles.renamed} title={renamed}>
          <bdi>{renamed}</bdi>
        </span>
      )}
      <span className={styles.growth}>
        {growth === 0 || renamed !== null ? "" : `${growth > 0 ? "+" : "−"}${formatBytes(Math.abs(growth))}`}
      </span>
    </div>
  );
}
