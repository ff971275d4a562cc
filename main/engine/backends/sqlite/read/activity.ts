import type { Revision } from "../../../../../shared/model/index.ts";
import type { ActivitySum } from "../../backend.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { RevisionRow } from "../storage/rows.ts";

/** With every revision in the log: those from one on, before another, added up. */
export function activitySum(statements: ReadStatements, from: Revision, before: Revision): ActivitySum {
  const [revisions, touched] = statements.activitySum.get(from, before) ?? [0, 0];
  const first = revisions === 0 ? undefined : statements.firstRevisionFrom.get(from);
  const last = revisions === 0 ? undefined : statements.revisionUpTo.get((before - 1) as Revision);
  const ends = first === undefined || last === undefined ? null : { first: endOf(first), last: endOf(last) };
  return { revisions, touched, ends, next: statements.firstRevisionFrom.get(before)?.id ?? null };
}

function endOf({ id, at, entry_count: entryCount, size_bytes: sizeBytes }: RevisionRow) {
  return { revision: id, at, entryCount, sizeBytes };
}
