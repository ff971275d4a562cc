import type { Database } from "better-sqlite3";
import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { STRATA_TAGS } from "../../../domain/snapshots/tags.ts";
import { PreparedLater } from "./preparedLater.ts";
import type { SnapshotRow } from "./rows.ts";
import { MAIN_BRANCH, NOTED_AT, SNAPSHOT_BATCH } from "./schema.ts";
import { SNAPSHOT_COLUMNS } from "./soundRow.ts";

/** Rows in one statement that fills an empty store; twice as many take no less time each. */
export const ROWS_TOGETHER = 32;

/** The tags of an automatic or untagged snapshot, as stored: none, or one of Strata's own. */
const AUTOMATIC_TAGS = [[], ...STRATA_TAGS.map((tag) => [tag])]
  .map((tags) => `'${JSON.stringify(tags)}'`)
  .join(", ");

/** A text as a string or as its UTF-8. */
type Text = string | Uint8Array;

/**
 * Every statement that writes, for the only connection that writes.
 *
 * @internal Its fields' types cannot be named in declarations.
 */
export class WriteStatements {
  readonly begin;
  readonly commit;
  readonly rollback;
  readonly setMeta;
  /** Records something about the store, with the newest revision: records newer than the log reveal a torn copy. */
  readonly note;

  readonly updateLive;
  readonly insertLive;
  readonly insertNewLive;
  readonly insertNewLiveTogether;
  readonly deleteLive;
  readonly supersede;
  readonly supersedeRange;
  readonly setAside;
  readonly setAsideTogether;
  readonly deleteAllLive;
  readonly reencode;
  readonly insertPacked;
  readonly deleteHistory;

  readonly insertRevision;
  readonly insertPending;
  readonly authorId;
  readonly insertAuthor;
  readonly insertTouched;
  readonly insertTouchedOfAll;
  readonly insertTouchedTogether;
  readonly supersedeTogether;
  readonly flushHistory;
  readonly flushRevisions;
  readonly clearPending;
  readonly clearRecent;

  readonly deleteRevision;
  readonly markEverything;
  readonly moveTouched;
  readonly deleteTouched;

  readonly insertSnapshot;
  readonly indexSnapshots;
  readonly updateSnapshot;
  readonly deleteSnapshot;
  readonly insertTag;
  readonly deleteTags;
  readonly countUnpinned;
  readonly automaticSnapshots;
  readonly taggedBeyond;
  readonly indexSnapshot;
  readonly deleteMeta;
  readonly trimMeta;

  constructor(database: Database) {
    const prepare = <Parameters extends unknown[], Row = never>(sql: string) =>
      new PreparedLater<Parameters, Row>(database, sql, sql.startsWith("SELECT"));
    this.begin = prepare<[]>("BEGIN IMMEDIATE");
    this.commit = prepare<[]>("COMMIT");
    this.rollback = prepare<[]>("ROLLBACK");
    this.setMeta = prepare<[name: string, value: string | number | null]>(
      "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    );
    this.note = prepare<[name: string, value: string | number, at: Revision]>(
      `INSERT INTO meta VALUES (?, ?), ('${NOTED_AT}', ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );

    this.updateLive = prepare<[since: Revision, digest: number, value: Text, id: number]>(
      "UPDATE live SET since = ?, digest = ?, value = CAST(? AS TEXT) WHERE id = ?",
    );
    this.insertLive = prepare<[key: Key, since: Revision, digest: number, value: Text]>(
      "INSERT INTO live (key, since, digest, value) VALUES (?, ?, ?, CAST(? AS TEXT))",
    );
    this.insertNewLive = prepare<[key: Key, since: Revision, digest: number, value: string]>(
      "INSERT OR IGNORE INTO live (key, since, digest, value) VALUES (?, ?, ?, ?)",
    );
    this.insertNewLiveTogether = prepare<
      [rows: readonly (string | number)[], shared: { readonly since: Revision }]
    >(
      `INSERT OR IGNORE INTO live (key, since, digest, value)
        VALUES ${new Array(ROWS_TOGETHER).fill("(?, @since, ?, ?)").join(", ")}`,
    );
    this.deleteLive = prepare<[id: number]>("DELETE FROM live WHERE id = ?");
    this.supersede = prepare<
      [key: Key, until: Revision, since: Revision, size: number, digest: number, value: Text]
    >(
      `INSERT INTO history (key, until, since, encoding, size, digest, value)
        VALUES (?, ?, ?, 0, ?, ?, CAST(? AS TEXT))`,
    );
    this.supersedeRange = prepare<[until: Revision, from: string, before: string | Uint8Array]>(
      `INSERT INTO history (key, until, since, encoding, size, digest, value)
        SELECT key, ?, since, 0, octet_length(value), digest, value FROM live
          WHERE key >= ? AND key < ? ORDER BY key`,
    );
    this.deleteAllLive = prepare<[]>("DELETE FROM live");
    this.reencode = prepare<[encoding: number, value: string | Uint8Array, key: Key, until: Revision]>(
      "UPDATE history SET encoding = ?, value = ? WHERE key = ? AND until = ?",
    );
    this.insertPacked = prepare<
      [
        key: Key,
        until: Revision,
        since: Revision,
        encoding: number,
        size: number,
        digest: number,
        value: string | Uint8Array,
      ]
    >("INSERT INTO history (key, until, since, encoding, size, digest, value) VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.deleteHistory = prepare<[key: Key, until: Revision]>(
      "DELETE FROM history WHERE key = ? AND until = ?",
    );

    this.insertRevision = prepare<
      [
        id: Revision,
        at: number,
        operation: number,
        key: Key | null,
        touched: number,
        detail: string | null,
        entryCount: number,
        sizeBytes: number,
        checksum: Uint8Array,
        undo: Revision | null,
        redo: Revision | null,
        target: Revision | null,
        everything: number,
        author: number | null,
        message: string | null,
      ]
    >(`INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${MAIN_BRANCH})`);
    this.insertPending = prepare<
      [
        id: Revision,
        at: number,
        operation: number,
        key: Key,
        detail: string | null,
        entryCount: number,
        sizeBytes: number,
        checksum: Uint8Array,
        undo: Revision | null,
        redo: Revision | null,
        target: Revision | null,
        since: Revision | null,
        digest: number | null,
        value: Text | null,
        author: number | null,
        message: string | null,
      ]
    >(
      `INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ${MAIN_BRANCH})`,
    );
    this.authorId = prepare<[name: string], number>("SELECT id FROM author WHERE name = ?").pluck();
    this.insertAuthor = prepare<[name: string]>("INSERT INTO author (name) VALUES (?)");
    this.insertTouched = prepare<[revision: Revision, key: Key]>(
      "INSERT OR IGNORE INTO touched (revision, key) VALUES (?, ?)",
    );
    this.insertTouchedOfAll = prepare<[revision: Revision]>(
      "INSERT INTO touched (revision, key) SELECT ?, key FROM live ORDER BY key",
    );
    this.insertTouchedTogether = prepare<[revision: Revision, keys: string]>(
      "INSERT OR IGNORE INTO touched (revision, key) SELECT ?, value FROM json_each(?)",
    );
    this.supersedeTogether = prepare<[until: Revision, ids: string]>(
      `INSERT INTO history (key, until, since, encoding, size, digest, value)
        SELECT live.key, ?, live.since, 0, octet_length(live.value), live.digest, live.value
          FROM json_each(?) AS wanted CROSS JOIN live ON live.id = wanted.value`,
    );
    this.setAside = prepare<[key: Key, until: Revision, since: Revision, digest: number, value: Text]>(
      "INSERT INTO recent (key, until, since, digest, value) VALUES (?, ?, ?, ?, CAST(? AS TEXT))",
    );
    this.setAsideTogether = prepare<[until: Revision, ids: string]>(
      `INSERT INTO recent (key, until, since, digest, value)
        SELECT live.key, ?, live.since, live.digest, live.value
          FROM json_each(?) AS wanted CROSS JOIN live ON live.id = wanted.value`,
    );
    this.flushHistory = prepare<[]>(
      `INSERT INTO history (key, until, since, encoding, size, digest, value)
        SELECT key, id, since, 0, octet_length(value), digest, value FROM pending WHERE since IS NOT NULL
        UNION ALL SELECT key, until, since, 0, octet_length(value), digest, value FROM recent
        ORDER BY 1, 2`,
    );
    this.flushRevisions = prepare<[]>(
      `INSERT INTO revision SELECT id, at, operation, key, 1, detail, entry_count, size_bytes, checksum,
        undo, redo, target, 0, author, message, branch FROM pending`,
    );
    this.clearPending = prepare<[]>("DELETE FROM pending");
    this.clearRecent = prepare<[]>("DELETE FROM recent");

    this.deleteRevision = prepare<[id: Revision]>("DELETE FROM revision WHERE id = ?");
    this.markEverything = prepare<[id: Revision]>("UPDATE revision SET everything = 1 WHERE id = ?");
    this.moveTouched = prepare<[to: Revision, from: Revision]>(
      "INSERT OR IGNORE INTO touched (revision, key) SELECT ?, key FROM touched WHERE revision = ?",
    );
    this.deleteTouched = prepare<[revision: Revision]>("DELETE FROM touched WHERE revision = ?");

    // By place: to bind fourteen values by name takes longer than to insert them.
    this.insertSnapshot = prepare<[values: readonly unknown[]]>(
      `INSERT INTO snapshot (${SNAPSHOT_COLUMNS.join(", ")}) VALUES (${SNAPSHOT_COLUMNS.map(() => "?").join(", ")})`,
    );
    this.indexSnapshots = prepare<[]>(
      `UPDATE snapshot SET indexed = 1 WHERE indexed = 0
        AND sequence IN (SELECT sequence FROM snapshot ORDER BY sequence DESC LIMIT ${SNAPSHOT_BATCH})`,
    );
    this.updateSnapshot = prepare<
      [
        tags: string,
        description: string | null,
        pinned: number,
        pinReason: string | null,
        base: string | null,
        deltaSize: number | null,
        sequence: number,
      ]
    >(
      `UPDATE snapshot SET tags = ?, description = ?, pinned = ?, pin_reason = ?, base = ?, delta_size = ?
        WHERE sequence = ?`,
    );
    this.deleteSnapshot = prepare<[sequence: number]>("DELETE FROM snapshot WHERE sequence = ?");
    this.insertTag = prepare<[tag: string, sequence: number]>(
      "INSERT OR IGNORE INTO snapshot_tag VALUES (?, ?)",
    );
    this.deleteTags = prepare<[sequence: number, tags: string]>(
      "DELETE FROM snapshot_tag WHERE sequence = ? AND tag IN (SELECT value FROM json_each(?))",
    );
    this.countUnpinned = prepare<[], number>("SELECT count(*) FROM snapshot WHERE pinned = 0").pluck();
    // Compared as texts, because parsing the tags of each snapshot would take longer than creating one.
    this.automaticSnapshots = prepare<[most: number], SnapshotRow>(
      `SELECT * FROM snapshot WHERE pinned = 0 AND tags IN (${AUTOMATIC_TAGS})
        AND sequence < (SELECT max(sequence) FROM snapshot) ORDER BY sequence LIMIT ?`,
    );
    this.taggedBeyond = prepare<[kept: number], SnapshotRow>(
      `SELECT * FROM snapshot WHERE pinned = 0 AND tags NOT IN (${AUTOMATIC_TAGS})
        ORDER BY sequence LIMIT max(0, (
          SELECT count(*) FROM snapshot WHERE pinned = 0 AND tags NOT IN (${AUTOMATIC_TAGS})) - ?)`,
    );
    this.indexSnapshot = prepare<[sequence: number]>("UPDATE snapshot SET indexed = 1 WHERE sequence = ?");
    this.deleteMeta = prepare<[from: string, before: string]>(
      "DELETE FROM meta WHERE name >= ? AND name < ?",
    );
    this.trimMeta = prepare<[{ readonly from: string; readonly before: string; readonly most: number }]>(
      `DELETE FROM meta WHERE name >= @from AND name < @before AND name <= (
        SELECT name FROM meta WHERE name >= @from AND name < @before ORDER BY name DESC LIMIT 1 OFFSET @most)`,
    );
  }
}
