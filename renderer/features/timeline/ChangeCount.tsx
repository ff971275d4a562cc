import type { DifferenceTotals } from "../../../shared/model/index.ts";
import { formatCount, SignalCount } from "../../ui/index.ts";
import styles from "./ChangeCount.module.css";

/** How many keys were added, changed and removed; the kinds that there are none of are left out. */
export function ChangeCount({ totals }: { readonly totals: DifferenceTotals }) {
  return (
    <span className={styles.counts}>
      {(["added", "changed", "removed"] as const).map((kind) =>
        totals[kind] > 0 ? <SignalCount key={kind} signal={kind} count={totals[kind]} /> : null,
      )}
    </span>
  );
}

export const countOf = ({ added, changed, removed }: DifferenceTotals): number => added + changed + removed;

/** "6 changes", "no change" */
export function changesInWords(totals: DifferenceTotals): string {
  const count = countOf(totals);
  return count === 0 ? "no change" : formatCount(count, "change");
}
