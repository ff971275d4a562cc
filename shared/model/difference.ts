import type { Key } from "./brand.ts";
import type { EntrySummary } from "./entry.ts";

export type DifferenceKind = "added" | "removed" | "changed";

/** How one key differs between two moments, without the whole values. */
export interface KeyDifference {
  readonly key: Key;
  readonly kind: DifferenceKind;
  readonly before: EntrySummary | null;
  readonly after: EntrySummary | null;
  /** For an added key: the only removed key with the same value (rule F21). */
  readonly renamedFrom?: Key | undefined;
  /** For a removed key: the added key with its value. */
  readonly renamedTo?: Key | undefined;
}

/** How many keys differ between two moments. */
export interface DifferenceTotals {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** In place of a count. The change stands. */
export const PRUNED_MEANWHILE =
  "Another process pruned the history at the same time, so the keys cannot be counted";

/** `3 added, 400,052 removed`. Null counts: what there was to count has been pruned. */
export function countsInWords(counts: DifferenceTotals | null): string {
  if (counts === null) return PRUNED_MEANWHILE;
  const parts = (["added", "removed", "changed"] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind].toLocaleString("en")} ${kind}`);
  return parts.length === 0 ? "No value is another one, only written differently" : parts.join(", ");
}
