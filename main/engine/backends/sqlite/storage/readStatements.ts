import type { Database } from "better-sqlite3";
import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import type { StoreCache } from "../../../cache/index.ts";
import type { PendingHistory } from "../read/pendingHistory.ts";
import { PreparedLater } from "./preparedLater.ts";
import {
  AT,
  FIRST_REVISION_FROM,
  HISTORY,
  KEY_AFTER,
  KEYS_NOW,
  LIVE_SINCE,
  MAY_BE_LIKE,
  NEWEST_SNAPSHOTS,
  PENDING_AS_HEAD,
  PENDING_AS_REVISION,
  REVISIONS_BELOW,
  SEEN_AT_ONE_OF,
  SNAPSHOT_REVISIONS,
  SUPERSEDED,
  SUPERSEDED_UNTIL,
  TAGGED,
  TOUCHED_KEYS,
  UNLESS_LONG,
  UTF8,
} from "./queryParts.ts";
import type {
  BesideRow,
  HeadRow,
  HistoryRow,
  LiveMark,
  LiveRow,
  NowParameters,
  PendingParameters,
  PendingRow,
  PresentAndPastRow,
  PresentRow,
  RangeParameters,
  RevisionRow,
  SnapshotRow,
  SupersededRow,
  ValueOfKeyRow,
  ValueRow,
} from "./rows.ts";
import { SNAPSHOT_BATCH } from "./schema.ts";
import { counted, inUtf8 } from "./soundRow.ts";

/**
 * Every statement that only reads, for one connection. Some receive their parameters through a row of `wanted`: if
 * SQLite compares a parameter itself with an order or the condition of an index, it plans the statement again each time
 * it is bound, for five times the cost of a look-up.
 *
 * @internal Its fields' types cannot be named in declarations.
 */
export class ReadStatements {
  readonly database: Database;
  /** The cache of decoded texts, if there is one. */
  kept: StoreCache | undefined;
  /** Pending superseded values, while older states are read without flushing them. */
  pending: PendingHistory | undefined;

  constructor(database: Database) {
    this.database = database;
    const prepare = <Parameters extends unknown[] | object, Row>(sql: string) =>
      new PreparedLater<Parameters extends unknown[] ? Parameters : [Parameters], Row>(database, sql, true);
    this.begin = prepare<[], never>("BEGIN");
    this.end = prepare<[], never>("COMMIT");
    this.dataVersion = prepare<[], number>("PRAGMA data_version").pluck();
    this.meta = prepare<[string], string | number | null>("SELECT value FROM meta WHERE name = ?").pluck();

    this.live = prepare<[Key], LiveRow>("SELECT id, since, digest, value FROM live WHERE key = ?").raw();
    this.liveMark = prepare<[Key], LiveMark>("SELECT since, digest FROM live WHERE key = ?").raw();
    // A large text with a character outside Latin-1 takes several times as long to read as a string.
    this.liveBytes = prepare<[Key], Buffer>(
      `SELECT ${inUtf8("live", "key")} FROM live WHERE key = ?`,
    ).pluck();
    this.liveBeside = prepare<{ readonly key: Key; readonly bytes: Uint8Array }, BesideRow>(
      `SELECT id, since, digest, iif(octet_length(value) = octet_length(@bytes) AND ${UTF8} = @bytes, NULL, ${inUtf8("live", "key")})
        FROM live WHERE key = @key`,
    ).raw();
    this.liveText = prepare<[string], string>("SELECT value FROM live WHERE key = ?").pluck();
    this.superseded = prepare<[Key, Revision], SupersededRow>(
      `WITH wanted (name, at) AS (VALUES (?, ?))
        SELECT ${SUPERSEDED} FROM wanted CROSS JOIN history ON key = name AND until > at ORDER BY until LIMIT 1`,
    ).raw();
    this.present = prepare<[keys: string], PresentRow>(
      `SELECT wanted.value, live.id, live.since, live.digest, ${UNLESS_LONG("live.value")}
        FROM json_each(?) AS wanted LEFT JOIN live ON live.key = wanted.value`,
    ).raw();
    this.presentAndPast = prepare<[keys: string, at: Revision], PresentAndPastRow>(
      `SELECT wanted.value, live.id, live.since, live.digest, ${UNLESS_LONG("live.value")},
          past.until, past.since, past.encoding, past.digest, ${UNLESS_LONG("past.value")}
        FROM json_each(?) AS wanted
        LEFT JOIN live ON live.key = wanted.value
        LEFT JOIN history AS past ON past.key = wanted.value AND past.until =
          (SELECT h.until FROM history AS h WHERE h.key = wanted.value AND h.until > ? ORDER BY h.until LIMIT 1)`,
    ).raw();
    this.valuesOfKeys = prepare<{ readonly keys: string; readonly at: Revision }, ValueOfKeyRow>(
      `SELECT wanted.value,
          iif(${LIVE_SINCE} <= @at, live.since, past.since),
          past.until,
          past.encoding,
          iif(live.since <= @at, live.digest, past.digest),
          iif(live.since <= @at, ${UNLESS_LONG("live.value")}, ${UNLESS_LONG("past.value")})
        FROM json_each(@keys) AS wanted
        LEFT JOIN live ON live.key = wanted.value
        LEFT JOIN history AS past ON past.key = wanted.value AND past.since <= @at AND past.until =
          iif(live.since <= @at, NULL,
            (SELECT h.until FROM history AS h WHERE h.key = wanted.value AND h.until > @at ORDER BY h.until LIMIT 1))`,
    ).raw();
    this.supersededSince = prepare<[Key, Revision, Revision], SupersededRow>(
      `WITH wanted (name, at, written) AS (VALUES (?, ?, ?))
        SELECT ${SUPERSEDED} FROM wanted CROSS JOIN history ON key = name AND until > at AND since = written
          ORDER BY until LIMIT 1`,
    ).raw();
    this.historyOfKey = prepare<[Key, Revision, number], HistoryRow>(
      `SELECT ${HISTORY} FROM history WHERE key = ? AND until < ? ORDER BY until DESC LIMIT ?`,
    );

    this.everything = prepare<[], readonly [key: Key, value: JsonText]>("SELECT key, value FROM live").raw();
    this.livePage = prepare<
      [number, number],
      readonly [id: number, key: Key, since: Revision, digest: number, value: JsonText]
    >("SELECT id, key, since, digest, value FROM live WHERE id > ? ORDER BY id LIMIT ?").raw();
    this.liveIds = prepare<[number, number], readonly [id: number, key: Key, since: Revision]>(
      "SELECT id, key, since FROM live WHERE id > ? ORDER BY id LIMIT ?",
    ).raw();
    this.liveSinceBelow = prepare<[Revision], Revision>("SELECT since FROM live WHERE since < ?").pluck();
    this.supersededUntil = prepare<[Key, Revision], HistoryRow>(SUPERSEDED_UNTIL);
    this.supersededSize = prepare<[Key, Revision], number>(
      "SELECT size FROM history WHERE key = ? AND until = ?",
    ).pluck();
    this.supersededBytes = prepare<[Key, Revision], Buffer>(
      `SELECT ${inUtf8("history", "key")} FROM history WHERE key = ? AND until = ?`,
    ).pluck();
    this.historyPage = prepare<[key: string, until: Revision, limit: number], HistoryRow>(
      `SELECT ${HISTORY} FROM history WHERE (key, until) > (?, ?) ORDER BY key, until LIMIT ?`,
    );
    this.historyReaches = prepare<[limit: number], number>(
      "SELECT EXISTS (SELECT 1 FROM history LIMIT 1 OFFSET ?)",
    ).pluck();
    this.encodings = prepare<
      [],
      {
        readonly encoding: number;
        readonly values: number;
        readonly original: number;
        readonly stored: number;
      }
    >(
      `SELECT encoding, count(*) AS "values", sum(${counted("history", "size", "key")}) AS original, sum(octet_length(value)) AS stored
        FROM history GROUP BY encoding`,
    );
    this.deltas = prepare<
      [firstDelta: number, limit: number],
      { readonly key: string; readonly since: Revision; readonly until: Revision }
    >("SELECT key, since, until FROM history WHERE encoding >= ? ORDER BY key, until LIMIT ?");
    this.revisionsBelow = prepare<[Revision, Revision, number], RevisionRow>(REVISIONS_BELOW);
    this.keyAfter = prepare<[from: string, skipped: number], Key>(KEY_AFTER).pluck();
    this.keysNow = prepare<NowParameters, Key>(KEYS_NOW).pluck();
    this.keysAt = prepare<RangeParameters, Key>(AT({ live: "key", history: "key" })).pluck();
    this.keysLikeNow = prepare<[from: string, limit: number, pattern: string | null], Key>(
      `SELECT key FROM (SELECT key FROM live WHERE key >= ? ORDER BY key LIMIT ?) WHERE ${MAY_BE_LIKE("?")}`,
    ).pluck();
    this.keysLikeAt = prepare<RangeParameters & { readonly pattern: string | null }, Key>(
      `SELECT key FROM (${AT({ live: "key", history: "key" })}) WHERE ${MAY_BE_LIKE("@pattern")}`,
    ).pluck();
    this.keyAfterAt = prepare<RangeParameters & { readonly skipped: number }, Key>(
      `SELECT key FROM (${AT({ live: "key", history: "key" })}) LIMIT 1 OFFSET @skipped`,
    ).pluck();
    this.valuesNow = prepare<NowParameters, ValueRow>(
      `SELECT key, since, NULL AS until, 0 AS encoding, digest, value FROM live
        WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`,
    );
    this.valuesAt = prepare<RangeParameters, ValueRow>(
      AT({
        live: "key, since, NULL AS until, 0 AS encoding, digest, value",
        history: "key, since, until, encoding, digest, value",
      }),
    );
    this.summariesNow = prepare<
      NowParameters,
      readonly [key: Key, since: Revision, size: number, head: string]
    >(
      `SELECT key, since, octet_length(value), substr(value, 1, 121) FROM live
        WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`,
    ).raw();

    this.authorName = prepare<[number], string>("SELECT name FROM author WHERE id = ?").pluck();
    this.latestPending = prepare<[], HeadRow>(
      `SELECT ${PENDING_AS_HEAD} FROM pending ORDER BY id DESC LIMIT 1`,
    );
    this.latestFlushed = prepare<[], RevisionRow>("SELECT * FROM revision ORDER BY id DESC LIMIT 1");
    this.hasPending = prepare<[], number>(
      "SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM recent)",
    ).pluck();
    this.pendingAfter = prepare<PendingParameters, PendingRow>(
      `SELECT key, id, since, digest, NULL, ${UNLESS_LONG("value")}
          FROM pending WHERE id > @after AND since IS NOT NULL AND ${SEEN_AT_ONE_OF("id")}
        UNION ALL SELECT key, until, since, digest, id, ${UNLESS_LONG("value")}
          FROM recent WHERE id > coalesce((SELECT id FROM recent WHERE until <= @after ORDER BY id DESC LIMIT 1), 0)
            AND ${SEEN_AT_ONE_OF("until")} ORDER BY 2`,
    ).raw();
    this.pendingValue = prepare<[Revision], Buffer>(
      `SELECT ${inUtf8("pending", "key")} FROM pending WHERE id = ?`,
    ).pluck();
    this.recentValue = prepare<[number], Buffer>(
      `SELECT ${inUtf8("recent", "key")} FROM recent WHERE id = ?`,
    ).pluck();
    this.revisionUpTo = prepare<[Revision], RevisionRow>(
      "SELECT * FROM revision WHERE id <= ? ORDER BY id DESC LIMIT 1",
    );
    this.anyRevision = prepare<[Revision, Revision], RevisionRow>(
      `SELECT * FROM revision WHERE id = ? UNION ALL SELECT ${PENDING_AS_REVISION} FROM pending WHERE id = ?`,
    );
    this.revisionsBefore = prepare<[Revision, Revision, number], RevisionRow>(
      `SELECT * FROM revision WHERE id < ? AND (id >= ? OR id IN (SELECT revision FROM snapshot))
        ORDER BY id DESC LIMIT ?`,
    );

    this.firstRevisionFrom = prepare<[Revision], RevisionRow>(FIRST_REVISION_FROM);
    this.activitySum = prepare<[Revision, Revision], readonly [revisions: number, touched: number]>(
      `SELECT count(*), coalesce(sum(${counted("revision", "touched", "id")}), 0) FROM revision WHERE id >= ? AND id < ?`,
    ).raw();

    this.touchedTotal = prepare<[Revision, Revision], readonly [touched: number, everything: number]>(
      `WITH span (after, upto) AS (VALUES (?, ?))
        SELECT coalesce(sum(${counted("revision", "touched", "id")}), 0), coalesce(max(everything), 0) FROM (
          SELECT id, touched, everything FROM span CROSS JOIN revision ON id > span.after AND id <= span.upto
          UNION ALL SELECT id, 1, 0 FROM span CROSS JOIN pending ON id > span.after AND id <= span.upto)`,
    ).raw();
    this.extraTouched = prepare<[Revision, Revision, number], number>(
      "SELECT count(*) FROM (SELECT 1 FROM touched WHERE revision > ? AND revision <= ? LIMIT ?)",
    ).pluck();
    this.touchedKeys = prepare<{ readonly from: Revision; readonly to: Revision }, Key>(
      `${TOUCHED_KEYS} ORDER BY key`,
    ).pluck();
    this.recentKeys = prepare<
      { readonly from: Revision; readonly to: Revision; readonly limit: number },
      Key
    >(`${TOUCHED_KEYS} LIMIT @limit`).pluck();
    this.changedKeysPage = prepare<
      { readonly from: Revision; readonly to: Revision; readonly fromKey: string; readonly limit: number },
      Key
    >(
      `SELECT key FROM live WHERE ${counted("live", "since", "key")} > @from AND since <= @to AND key >= @fromKey
        UNION SELECT key FROM history
          WHERE ${counted("history", "until", "key")} > @from AND ${counted("history", "since", "key")} <= @to AND (until <= @to OR since > @from) AND key >= @fromKey
        ORDER BY key LIMIT @limit`,
    ).pluck();

    this.snapshots = prepare<[], SnapshotRow>("SELECT * FROM snapshot ORDER BY sequence DESC");
    this.snapshot = prepare<[string], SnapshotRow>(
      `WITH wanted (name) AS (VALUES (?))
        SELECT snapshot.* FROM wanted CROSS JOIN snapshot ON version = name AND indexed = 1
        UNION ALL SELECT newest.* FROM wanted CROSS JOIN (${NEWEST_SNAPSHOTS}) AS newest ON version = name AND indexed = 0`,
    );
    this.newestSequence = prepare<[], number | null>("SELECT max(sequence) FROM snapshot").pluck();
    this.versionIndexed = prepare<[string], number>(
      `WITH wanted (name) AS (VALUES (?))
        SELECT EXISTS (SELECT 1 FROM wanted CROSS JOIN snapshot ON version = name AND indexed = 1)`,
    ).pluck();
    this.versionInUse = prepare<[string], number>(
      `WITH wanted (name) AS (VALUES (?))
        SELECT EXISTS (SELECT 1 FROM wanted CROSS JOIN snapshot ON version = name AND indexed = 1) OR EXISTS (
          SELECT 1 FROM wanted CROSS JOIN (SELECT version FROM snapshot ORDER BY sequence DESC LIMIT ${SNAPSHOT_BATCH})
            ON version = name)`,
    ).pluck();
    this.latestSnapshot = prepare<[], SnapshotRow>("SELECT * FROM snapshot ORDER BY sequence DESC LIMIT 1");
    this.newestTagged = prepare<[string], SnapshotRow>(TAGGED("max"));
    this.oldestTagged = prepare<[string], SnapshotRow>(TAGGED("min"));
    this.snapshotChanges = prepare<[], unknown>(
      `SELECT max(
        coalesce((SELECT max(sequence) FROM snapshot), 0),
        coalesce((SELECT value FROM meta WHERE name = 'snapshot_changes'), 0)
      )`,
    ).pluck();
    this.snapshotCount = prepare<[], number>("SELECT count(*) FROM snapshot").pluck();
    this.snapshotNames = prepare<[Revision], number>(
      `WITH wanted (at) AS (VALUES (?))
        SELECT EXISTS (SELECT 1 FROM wanted CROSS JOIN snapshot ON revision = at AND indexed = 1)
          OR EXISTS (SELECT 1 FROM wanted CROSS JOIN (${NEWEST_SNAPSHOTS}) ON revision = at)`,
    ).pluck();
    this.snapshotWithin = prepare<[Revision, Revision], number>(
      `WITH span (first, past) AS (VALUES (?, ?))
        SELECT EXISTS (SELECT 1 FROM span CROSS JOIN snapshot ON revision >= first AND revision < past AND indexed = 1)
          OR EXISTS (SELECT 1 FROM span CROSS JOIN (${NEWEST_SNAPSHOTS}) ON revision >= first AND revision < past)`,
    ).pluck();
    this.snapshotRevisions = prepare<[], Revision>(SNAPSHOT_REVISIONS).pluck();
    this.tags = prepare<[], { readonly tag: string; readonly count: number }>(
      "SELECT tag, count(*) AS count FROM snapshot_tag GROUP BY tag ORDER BY count DESC, tag",
    );
  }

  readonly begin;
  readonly end;
  readonly dataVersion;
  readonly meta;
  readonly live;
  readonly liveMark;
  readonly liveBytes;
  readonly liveBeside;
  readonly liveText;
  readonly superseded;
  readonly present;
  readonly presentAndPast;
  readonly valuesOfKeys;
  readonly supersededSince;
  readonly historyOfKey;
  readonly everything;
  readonly livePage;
  readonly liveIds;
  readonly liveSinceBelow;
  readonly supersededUntil;
  readonly supersededSize;
  readonly supersededBytes;
  readonly historyPage;
  readonly historyReaches;
  readonly encodings;
  readonly deltas;
  readonly revisionsBelow;
  readonly keyAfter;
  readonly keysNow;
  readonly keysAt;
  readonly keysLikeNow;
  readonly keysLikeAt;
  readonly keyAfterAt;
  readonly valuesNow;
  readonly valuesAt;
  readonly summariesNow;
  readonly authorName;
  readonly latestPending;
  readonly latestFlushed;
  readonly hasPending;
  readonly pendingAfter;
  readonly pendingValue;
  readonly recentValue;
  readonly revisionUpTo;
  readonly anyRevision;
  readonly revisionsBefore;
  readonly firstRevisionFrom;
  readonly activitySum;
  readonly touchedTotal;
  readonly extraTouched;
  readonly touchedKeys;
  readonly recentKeys;
  readonly changedKeysPage;
  readonly snapshots;
  readonly snapshot;
  readonly newestSequence;
  readonly versionIndexed;
  readonly versionInUse;
  readonly latestSnapshot;
  readonly newestTagged;
  readonly oldestTagged;
  readonly snapshotChanges;
  readonly snapshotCount;
  readonly snapshotNames;
  readonly snapshotWithin;
  readonly snapshotRevisions;
  readonly tags;
}
