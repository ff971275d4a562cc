import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { DifferenceKind, DifferenceTotals } from "../../../shared/model/index.ts";
import { SignalCount } from "../../ui/index.ts";
import styles from "./KindFilter.module.css";

export interface KindFilterProps {
  readonly totals: DifferenceTotals | null;
  /** Those on show. */
  readonly kinds: readonly DifferenceKind[];
  readonly onChange: (kinds: readonly DifferenceKind[]) => void;
}

const KINDS: readonly DifferenceKind[] = ["added", "changed", "removed"];

/** The number of keys of each kind; a press hides or shows that kind. */
export function KindFilter({ totals, kinds, onChange }: KindFilterProps) {
  return (
    <ToggleButtonGroup
      className={styles.group ?? ""}
      aria-label="Kinds of change"
      selectionMode="multiple"
      disallowEmptySelection
      selectedKeys={kinds}
      onSelectionChange={(keys) => onChange(KINDS.filter((kind) => keys.has(kind)))}
    >
      {KINDS.map((kind) => (
        <ToggleButton
          key={kind}
          id={kind}
          className={styles.chip ?? ""}
          aria-label={`${(totals?.[kind] ?? 0).toLocaleString()} ${kind}`}
        >
          <SignalCount signal={kind} count={totals?.[kind] ?? 0} />
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
