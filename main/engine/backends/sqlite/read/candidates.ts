import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { successor } from "../../../domain/read/range.ts";
import type { ReadStatements } from "../storage/readStatements.ts";

/** Up to this many touched keys are collected and sorted at once; for more, the tables are read in key order. */
const MOST_GATHERED = 100_000;

const PAGE = 2000;

/** The number of keys touched after the earlier revision up to the later one, and whether they are recorded. */
export function touchedBetween(
  statements: ReadStatements,
  from: Revision,
  to: Revision,
): { readonly touched: number; readonly written: boolean } {
  const [touched, everything] = statements.touchedTotal.get(from, to) ?? [0, 0];
  // Keys that a prune moved from deleted revisions are in no revision's own count.
  const extra = touched > MOST_GATHERED ? 0 : (statements.extraTouched.get(from, to, MOST_GATHERED + 1) ?? 0);
  return { touched: Math.max(touched, extra), written: everything === 0 };
}

/**
 * Pages of keys, in order, that include all keys that differ between two revisions: those touched in between. The cost
 * depends on what was touched. `from` is the earlier revision.
 */
export function* candidatePages(
  statements: ReadStatements,
  from: Revision,
  to: Revision,
): Generator<readonly Key[], void, void> {
  if (from === to) return;
  const { touched, written } = touchedBetween(statements, from, to);
  if (written && touched <= MOST_GATHERED) {
    const keys = statements.touchedKeys.all({ from, to });
    for (let i = 0; i < keys.length; i += PAGE) yield keys.slice(i, i + PAGE);
    return;
  }
  for (let fromKey = "" as string; ; ) {
    const keys = statements.changedKeysPage.all({ from, to, fromKey, limit: PAGE });
    if (keys.length > 0) yield keys;
    const last = keys.at(-1);
    if (last === undefined || keys.length < PAGE) return;
    fromKey = successor(last);
  }
}
