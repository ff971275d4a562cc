import type { DifferenceTotals, Revision } from "../../shared/model/index.ts";
import { type EnhancedPersistence, NotFoundError } from "../engine/index.ts";

/** The result of a write: its newest revision, and the number of revisions. */
export interface Written {
  /** Null if nothing was written. */
  readonly revision: Revision | null;
  /** Default 1. */
  readonly revisions?: number;
}

/**
 * How many keys a change added, removed and changed: one comparison by the engine, or none if the numbers of keys are
 * enough. Null if another process has pruned the states to compare; the change itself stands.
 */
export async function countsOf(
  store: Pick<EnhancedPersistence, "totals" | "count">,
  { revision, revisions = 1 }: Written,
): Promise<DifferenceTotals | null> {
  const none = { added: 0, removed: 0, changed: 0 };
  if (revision === null) return none;
  const before = { kind: "revision", revision: (revision - revisions) as Revision } as const;
  const after = { kind: "revision", revision } as const;
  try {
    const [countBefore, countAfter] = [await store.count(before), await store.count(after)];
    if (countBefore === 0) return { ...none, added: countAfter };
    if (countAfter === 0) return { ...none, removed: countBefore };
    return await store.totals(before, after);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** The number of keys that a delete touched, in constant time. Null if another process has pruned its revision. */
export async function deletedBy(
  store: Pick<EnhancedPersistence, "revisions">,
  revision: Revision | null,
): Promise<number | null> {
  if (revision === null) return 0;
  const [record] = await store.revisions({ before: (revision + 1) as Revision, limit: 1 });
  return record?.revision === revision ? record.touched : null;
}

/** The counts in JSON if the keys cannot be counted. */
export const UNKNOWN_COUNTS = { added: null, removed: null, changed: null } as const;
