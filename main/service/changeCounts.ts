import type { DifferenceTotals, Revision } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** What was written: its newest revision, and how many there are. */
export interface Written {
  /** Null when nothing was. */
  readonly revision: Revision | null;
  /** Default 1. */
  readonly revisions?: number;
}

/** How many keys a change added, removed and changed: one comparison by the engine, none where counts say it all. */
export async function countsOf(
  store: Pick<EnhancedPersistence, "totals" | "count">,
  { revision, revisions = 1 }: Written,
): Promise<DifferenceTotals> {
  const none = { added: 0, removed: 0, changed: 0 };
  if (revision === null) return none;
  const before = { kind: "revision", revision: (revision - revisions) as Revision } as const;
  const after = { kind: "revision", revision } as const;
  const [countBefore, countAfter] = [await store.count(before), await store.count(after)];
  if (countBefore === 0) return { ...none, added: countAfter };
  if (countAfter === 0) return { ...none, removed: countBefore };
  return store.totals(before, after);
}

/** How many keys a delete took: what its revision touched. In constant time, however old the revision is. */
export async function deletedBy(
  store: Pick<EnhancedPersistence, "revisions">,
  revision: Revision | null,
): Promise<number> {
  if (revision === null) return 0;
  const [record] = await store.revisions({ before: (revision + 1) as Revision, limit: 1 });
  if (record?.revision !== revision) throw new Error(`There is no record of revision ${revision}.`);
  return record.touched;
}
