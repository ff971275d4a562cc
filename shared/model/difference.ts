import type { Key } from "./brand.ts";
import type { EntrySummary } from "./entry.ts";

export type DifferenceKind = "added" | "removed" | "changed";

/** How one key differs between two moments, without the whole values. */
export interface KeyDifference {
  readonly key: Key;
  readonly kind: DifferenceKind;
  readonly before: EntrySummary | null;
  readonly after: EntrySummary | null;
  /** Of an added key: the removed one that had the same value, where no other of either has (rule F21). */
  readonly renamedFrom?: Key | undefined;
  /** Of a removed key: the added one that has its value. */
  readonly renamedTo?: Key | undefined;
}

/** How many keys differ between two moments. */
export interface DifferenceTotals {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** `3 added, 400,052 removed`. */
export function countsInWords(counts: DifferenceTotals): string {
  const parts = (["added", "removed", "changed"] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind].toLocaleString("en")} ${kind}`);
  return parts.length === 0 ? "No value is another one, only written differently" : parts.join(", ");
}
