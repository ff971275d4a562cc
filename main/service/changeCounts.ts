import type { DifferenceTotals, Revision } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** What was written: its newest revision, and how many there are. */
export interface Written {
  /** Null when nothing was. */
  readonly revision: Revision | null;
  /** Default 1. */
  readonly revisions?: number;
}

/** How many keys a change added, removed and changed, whatever its size: one call to the engine. */
export async function countsOf(
  store: Pick<EnhancedPersistence, "totals">,
  { revision, revisions = 1 }: Written,
): Promise<DifferenceTotals> {
  if (revision === null) return { added: 0, removed: 0, changed: 0 };
  const before = (revision - revisions) as Revision;
  return store.totals({ kind: "revision", revision: before }, { kind: "revision", revision });
}

/** `3 added, 400,052 removed`. */
export function countsInWords(counts: DifferenceTotals): string {
  const parts = (["added", "removed", "changed"] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind].toLocaleString("en")} ${kind}`);
  return parts.length === 0 ? "No value is another one, only written differently" : parts.join(", ");
}
