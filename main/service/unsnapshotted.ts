import {
  type DifferenceTotals,
  NOW,
  type Revision,
  type SnapshotMetadata,
} from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

interface Known {
  readonly from: Revision;
  readonly to: Revision;
  readonly totals: DifferenceTotals;
}

/** Cached, because every window asks for the status after every commit. */
const lastKnown = new WeakMap<EnhancedPersistence, Known>();

/** Keys that differ between the latest snapshot and the present; null without a snapshot. */
export async function unsnapshottedTotals(
  store: EnhancedPersistence,
  present: Revision,
  latest: SnapshotMetadata | null,
): Promise<DifferenceTotals | null> {
  if (!latest) return null;
  if (latest.revision === present) return { added: 0, removed: 0, changed: 0 };
  const known = lastKnown.get(store);
  if (known?.from === latest.revision && known.to === present) return known.totals;
  const totals = await store.totals({ kind: "revision", revision: latest.revision }, NOW);
  lastKnown.set(store, { from: latest.revision, to: present, totals });
  return totals;
}
