import type { Key, Revision, RevisionRecord } from "../../../../shared/model/index.ts";
import { authorNames } from "../../backends/sqlite/core/authors.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import { textOf } from "../../backends/sqlite/read/textOf.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import type { RevisionRow, ValueRow } from "../../backends/sqlite/storage/rows.ts";
import { operationOf } from "../../backends/sqlite/storage/schema.ts";
import type { KeyVersion } from "../../persistence.ts";
import { withFormerKeys } from "./formerKey.ts";

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
export function revisions(
  core: StoreCore,
  { before = ALL, limit }: { readonly before?: Revision; readonly limit: number },
): Promise<RevisionRecord[]> {
  return core.historical((statements) =>
    statements.revisionsBefore.all(before, core.floor(statements), limit).map(toRecords(statements)),
  );
}

/**
 * Every retained version of one key, newest first, absence included where it was deleted. It costs what those versions
 * cost, however long the store's history is (rule H2). A version with which the key came names what it was called before.
 */
export function keyHistory(
  core: StoreCore,
  key: Key,
  { before = ALL, limit }: { readonly before?: Revision; readonly limit: number },
): Promise<KeyVersion[]> {
  return core.historical((statements) => {
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
        const absent = row.until !== newer && isRetained(core, statements, row.until, newer ?? ALL);
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
    return withFormerKeys(statements, key, versions);
  });
}

/** Whether some moment from one revision on, before another, can still be read. */
function isRetained(core: StoreCore, statements: ReadStatements, from: Revision, before: Revision): boolean {
  return before > core.floor(statements) || statements.snapshotWithin.get(from, before) === 1;
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
