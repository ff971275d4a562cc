import type { Database } from "better-sqlite3";
import type { Revision } from "../../../../../shared/model/index.ts";
import type { HistoryRow, ValueRow } from "../storage/rows.ts";

/** Which revisions of the log name the value's key. */
export interface Logged {
  /** 1 if the revision that wrote it names its key, 2 if the one that ended it does, or their sum. */
  readonly logged: number;
}

/** Whether the log has a revision that touched this key. */
const IN_LOG = (revision: string, key: string) => `coalesce((
  SELECT CASE WHEN everything = 1 OR r.key IS ${key} THEN 1
    ELSE EXISTS (SELECT 1 FROM touched WHERE touched.revision = r.id AND touched.key = ${key}) END
  FROM revision AS r WHERE r.id = ${revision}), 0)`;

/**
 * Statements that only `verify` needs, and prepares.
 *
 * @internal Its fields' types cannot be named in declarations.
 */
export class VerifyStatements {
  readonly log;
  /** The length of a page of `values` or `history`, in bytes. */
  readonly valuesLength;
  readonly historyLength;
  readonly values;
  readonly history;
  readonly historyCount;
  readonly liveRows;
  readonly revision;
  readonly tags;
  readonly indexedSnapshots;

  constructor(database: Database) {
    const prepare = <Parameters extends unknown[], Row>(sql: string) =>
      database.prepare<Parameters, Row>(sql);
    this.log = prepare<
      [after: Revision, limit: number],
      readonly [id: Revision, checksum: unknown, hasAuthor: number]
    >(
      `SELECT id, checksum, author IS NULL OR EXISTS (SELECT 1 FROM author WHERE author.id = revision.author)
        FROM revision WHERE id > ? ORDER BY id LIMIT ?`,
    ).raw();
    this.valuesLength = prepare<[from: string, limit: number], number>(
      "SELECT total(octet_length(value)) FROM (SELECT value FROM live WHERE key >= ? ORDER BY key LIMIT ?)",
    ).pluck();
    this.historyLength = prepare<[key: string, until: Revision, limit: number], number>(
      `SELECT total(octet_length(value))
        FROM (SELECT value FROM history WHERE (key, until) > (?, ?) ORDER BY key, until LIMIT ?)`,
    ).pluck();
    this.values = prepare<[from: string, limit: number], ValueRow & Logged>(
      `SELECT key, since, NULL AS until, 0 AS encoding, digest, value,
          ${IN_LOG("live.since", "live.key")} + 2 AS logged
        FROM live WHERE key >= ? ORDER BY key LIMIT ?`,
    );
    this.history = prepare<[key: string, until: Revision, limit: number], HistoryRow & Logged>(
      `SELECT key, until, since, encoding, digest, value,
          ${IN_LOG("history.since", "history.key")} + 2 * ${IN_LOG("history.until", "history.key")} AS logged
        FROM history WHERE (key, until) > (?, ?) ORDER BY key, until LIMIT ?`,
    );
    this.historyCount = prepare<[], number>("SELECT count(*) FROM history").pluck();
    this.liveRows = prepare<[after: number, limit: number], readonly [count: number, last: number | null]>(
      "SELECT count(*), max(id) FROM (SELECT id FROM live WHERE id > ? ORDER BY id LIMIT ?)",
    ).raw();
    this.revision = prepare<
      [Revision],
      { readonly entry_count: number; readonly size_bytes: number; readonly checksum: unknown }
    >("SELECT entry_count, size_bytes, checksum FROM revision WHERE id = ?");
    this.tags = prepare<
      [tag: string, sequence: number, limit: number],
      { readonly tag: string; readonly sequence: number }
    >("SELECT tag, sequence FROM snapshot_tag WHERE (tag, sequence) > (?, ?) ORDER BY tag, sequence LIMIT ?");
    this.indexedSnapshots = prepare<[], readonly [rows: number, versions: number, revisions: number]>(
      `SELECT (SELECT count(*) FROM snapshot NOT INDEXED WHERE indexed = 1),
        (SELECT count(*) FROM snapshot INDEXED BY snapshot_version WHERE indexed = 1),
        (SELECT count(*) FROM snapshot INDEXED BY snapshot_revision WHERE indexed = 1)`,
    ).raw();
  }
}
