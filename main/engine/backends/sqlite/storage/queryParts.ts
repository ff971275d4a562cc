import { LONG, SNAPSHOT_BATCH } from "./schema.ts";
import { counted } from "./soundRow.ts";

/** A revision's columns, from the log and from pending history. */
export const PENDING_AS_REVISION = `id, at, operation, key, 1 AS touched, detail, entry_count, size_bytes, checksum,
  undo, redo, target, 0 AS everything, author, message, branch`;

/** What the newest revision says about the state. Its author comes after its value, which may be large. */
export const PENDING_AS_HEAD = "id, entry_count, size_bytes, checksum, undo, redo";

/** Columns of superseded values. */
export const HISTORY = "key, until, since, encoding, digest, value";

/** A superseded value without the value itself. */
export const HISTORY_MARK = "key, until, since, encoding, digest, size";

/** Long values are read alone, so that many are never in memory at once. */
export const UNLESS_LONG = (value: string) => `iif(octet_length(${value}) <= ${LONG}, ${value}, NULL)`;

/** The same without the key. */
export const SUPERSEDED = "until, since, encoding, digest, value";

/** The values at one revision, in key order; at most one for each key. */
export const AT = (columns: { readonly live: string; readonly history: string }) => `
  SELECT ${columns.live} FROM live WHERE ${counted("live", "since", "key")} <= @at AND key >= @from AND key < @before
  UNION ALL
  SELECT ${columns.history} FROM history WHERE ${counted("history", "until", "key")} > @at
    AND ${counted("history", "since", "key")} <= @at AND key >= @from AND key < @before
  ORDER BY key LIMIT @limit`;

/** These include all snapshots that are not indexed. */
export const NEWEST_SNAPSHOTS = `SELECT * FROM snapshot ORDER BY sequence DESC LIMIT ${SNAPSHOT_BATCH}`;

/** Superseded after one revision: whether it was valid at that or at a second one; always true without a second one. */
export const SEEN_AT_ONE_OF = (until: string) =>
  `(@second IS NULL OR since <= @after OR (since <= @second AND ${until} > @second))`;

/** ASCII keys that match a pattern, and all other keys, whose case and zeros SQLite does not handle. */
export const MAY_BE_LIKE = (pattern: string) =>
  `(key LIKE ${pattern} ESCAPE '\\' OR length(key) <> octet_length(key))`;

/** A text as its bytes. */
export const UTF8 = "CAST(value AS BLOB)";

/** The `since` of the present value; null if there is none. */
export const LIVE_SINCE = `iif(live.id IS NULL, NULL, ${counted("live", "since", "live.key", "live.since")})`;

export const KEY_AFTER = "SELECT key FROM live WHERE key >= ? ORDER BY key LIMIT 1 OFFSET ?";
export const KEYS_NOW = "SELECT key FROM live WHERE key >= ? AND key < ? ORDER BY key LIMIT ?";
export const REVISIONS_BELOW = "SELECT * FROM revision WHERE id > ? AND id < ? ORDER BY id LIMIT ?";
export const FIRST_REVISION_FROM = "SELECT * FROM revision WHERE id >= ? ORDER BY id LIMIT 1";
export const SNAPSHOT_REVISIONS = "SELECT DISTINCT revision FROM snapshot ORDER BY revision";
export const SUPERSEDED_UNTIL = `SELECT ${HISTORY} FROM history WHERE key = ? AND until = ?`;

/** The keys that revisions touched, except revisions that may have touched any. */
export const TOUCHED_KEYS = `SELECT key FROM pending WHERE id > @from AND id <= @to
  UNION SELECT key FROM revision WHERE id > @from AND id <= @to AND key IS NOT NULL
  UNION SELECT key FROM touched WHERE revision > @from AND revision <= @to`;

/** The newest snapshot with a tag (`max`), or the oldest. */
export const TAGGED = (which: "max" | "min") =>
  `SELECT * FROM snapshot WHERE sequence = (SELECT ${which}(sequence) FROM snapshot_tag WHERE tag = ?)`;
