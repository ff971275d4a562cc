import type { Operation } from "../../../../../shared/model/index.ts";
import { OPERATIONS } from "../../../operations.ts";

/** "Stra" in ASCII: bytes 68–71 of the file identify a store. */
export const APPLICATION_ID = 0x53747261;

/** The format that this code reads and writes; bytes 60–63 of the file. */
export const FORMAT_VERSION = 2;

/** Snapshots are indexed in batches of this many sequence numbers, before the first of the next batch. */
export const SNAPSHOT_BATCH = 16;

/** The name in `meta` of the newest revision when anything was recorded there. */
export const NOTED_AT = "noted_at";

/** Bytes; a longer value is read by itself and in UTF-8: as a string it takes several times as long. */
export const LONG = 16 * 1024;

/**
 * The tables.
 *
 * - `live`: the present. `since` is the revision that wrote the value, `digest` the first 48 bits of the entry's
 *   SHA-256.
 * - `history`: superseded values, those of one key side by side; visible from `since` up to, not including, `until`.
 * `until` leads, so that the value at a revision is the first row past it. `size` is the text's bytes of UTF-8,
 * however it is encoded.
 * - `revision`: the log. `key` is the key touched when it was exactly one; more are in `touched`, or `everything` is
 * 1: then any entry may have been touched. `undo` and `redo` are the revisions that can be undone and redone after it,
 * `target` is the revision that an undo or a redo acted on. The newest row carries the counts and the checksum.
 * - `pending`: revisions that touched one key, with the value that they replaced, until a batch of them is moved into
 * `revision` and `history`. It makes such a write dirty two pages instead of three.
 * - `recent`: the values that revisions of several keys replaced, until they are moved into `history` along with
 * those of `pending`: they stand side by side, where the leaves of `history` would be one for nearly each.
 * - `snapshot`, `snapshot_tag`: names for revisions. The newest ones are not `indexed` yet, `SNAPSHOT_BATCH` at most,
 * so that making one dirties one page instead of three.
 */
const VERSION_1 = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE live (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    since INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    value TEXT NOT NULL
  );
  CREATE TABLE history (
    key TEXT NOT NULL,
    until INTEGER NOT NULL,
    since INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    size INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    value NOT NULL,
    PRIMARY KEY (key, until)
  ) WITHOUT ROWID;
  CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    key TEXT,
    touched INTEGER NOT NULL,
    detail TEXT,
    entry_count INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    undo INTEGER,
    redo INTEGER,
    target INTEGER,
    everything INTEGER NOT NULL
  );
  CREATE INDEX revision_everything ON revision (id) WHERE everything = 1;
  CREATE TABLE pending (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    key TEXT NOT NULL,
    detail TEXT,
    entry_count INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    undo INTEGER,
    redo INTEGER,
    target INTEGER,
    since INTEGER,
    digest INTEGER,
    value TEXT
  );
  CREATE TABLE recent (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    until INTEGER NOT NULL,
    since INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    value TEXT NOT NULL
  );
  CREATE TABLE touched (revision INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (revision, key)) WITHOUT ROWID;
  CREATE TABLE snapshot (
    sequence INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    tags TEXT NOT NULL,
    description TEXT,
    user_info TEXT NOT NULL,
    base TEXT,
    delta_size INTEGER,
    pinned INTEGER NOT NULL,
    pin_reason TEXT,
    entry_count INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    indexed INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX snapshot_version ON snapshot (version) WHERE indexed = 1;
  CREATE INDEX snapshot_revision ON snapshot (revision) WHERE indexed = 1;
  CREATE TABLE snapshot_tag (
    tag TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (tag, sequence)
  ) WITHOUT ROWID;
`;

/** The branch of every revision: a store has no other one yet. */
export const MAIN_BRANCH = 1;

/**
 * Who made a revision, and why, and on which branch.
 *
 * - `author`: each name once. No revision's row grows by more than a byte or two for it. A revision of format 1 has none.
 * - `revision`, `pending`: `author` is a row of that table, `message` what the author says about the revision. They are the last
 *   columns, so that no row is rewritten and no table moves. `branch` is `MAIN_BRANCH`, which takes no byte.
 */
const VERSION_2 = `
  CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  ALTER TABLE revision ADD COLUMN author INTEGER;
  ALTER TABLE revision ADD COLUMN message TEXT;
  ALTER TABLE revision ADD COLUMN branch INTEGER NOT NULL DEFAULT ${MAIN_BRANCH};
  ALTER TABLE pending ADD COLUMN author INTEGER;
  ALTER TABLE pending ADD COLUMN message TEXT;
  ALTER TABLE pending ADD COLUMN branch INTEGER NOT NULL DEFAULT ${MAIN_BRANCH};
`;

/** The migrations from each format to the next: the first one creates format 1 in an empty file. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2];

export function operationCode(operation: Operation): number {
  return OPERATIONS.indexOf(operation);
}

export function operationOf(code: number): Operation {
  const operation = OPERATIONS[code];
  if (operation === undefined) throw new RangeError(`Unknown operation ${code}`);
  return operation;
}
