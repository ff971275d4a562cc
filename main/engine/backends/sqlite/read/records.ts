import type { Key, Revision, RevisionRecord } from "../../../../../shared/model/index.ts";
import type { KeyVersion } from "../../../persistence.ts";
import { authorNames } from "../core/authors.ts";
import { floorOf } from "../core/notes.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { RevisionRow, ValueRow } from "../storage/rows.ts";
import { operationOf } from "../storage/schema.ts";
import { textOf } from "./textOf.ts";

/** Past every revision. */
const ALL = Number.MAX_SAFE_INTEGER as Revision;

/** Makes records of rows, one after another. */
function toRecords(statements: ReadStatements): (row: RevisionRow) => RevisionRecord {
  const nameOf = authorNames(statements);
  return (row) => ({
    revision: row.id,
    at: row.at,
    operation: operationOf(row.operation),
    touched: row.touched,
    key: row.key,
    detail: row.detail,
    author: nameOf(row.author),
    message: row.message,
  });
}

/** Revisions that can be read, newest first. */
export function revisionsBefore(
  statements: ReadStatements,
  before: Revision,
  limit: number,
): RevisionRecord[] {
  return statements.revisionsBefore.all(before, floorOf(statements), limit).map(toRecords(statements));
}

/** Every retained version of one key before a revision, newest first, absence included where it was deleted. */
export function versionsOf(
  statements: ReadStatements,
  key: Key,
  before: Revision,
  limit: number,
): KeyVersion[] {
  const recordOf = recordsOfKey(statements, key);
  const versions: KeyVersion[] = [];
  const add = (row: ValueRow) => {
    if (versions.length < limit && row.since < before) {
      versions.push({
        text: textOf(statements, row),
        revision: recordOf(row.since),
        until: row.until,
      });
    }
  };
  /** The revision that ended the version before, going back; the present counts as one. */
  let newer: Revision | null = null;
  const live = statements.live.get(key);
  if (live !== undefined) {
    const [, since, digest, value] = live;
    add({ key, since, until: null, encoding: 0, digest, value });
    newer = since;
  }
  for (let past = ALL; versions.length < limit; ) {
    const rows = statements.historyOfKey.all(key, past, Math.min(limit - versions.length + 1, 500));
    for (const row of rows) {
      // Where versions were pruned, nothing retained says that the key was absent.
      const absent = row.until !== newer && isRetained(statements, row.until, newer ?? ALL);
      if (absent && row.until < before && versions.length < limit) {
        versions.push({ text: null, revision: recordOf(row.until), until: newer });
      }
      add(row);
      newer = row.since;
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    past = last.until;
  }
  return versions;
}

/** Whether some moment from one revision on, before another, can still be read. */
function isRetained(statements: ReadStatements, from: Revision, before: Revision): boolean {
  return before > floorOf(statements) || statements.snapshotWithin.get(from, before) === 1;
}

/** What is known of the revisions of a key; of one that was pruned no more than its number. */
function recordsOfKey(statements: ReadStatements, key: Key): (revision: Revision) => RevisionRecord {
  const toRecord = toRecords(statements);
  return (revision) => {
    const row = statements.anyRevision.get(revision, revision);
    return row === undefined
      ? { revision, at: 0, operation: "set", touched: 1, key, detail: null, author: null, message: null }
      : toRecord(row);
  };
}
