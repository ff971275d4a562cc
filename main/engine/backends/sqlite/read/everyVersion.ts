import type { Key } from "../../../../../shared/model/index.ts";
import type { StoredVersion } from "../../../persistence.ts";
import type { VersionPlace } from "../../backend.ts";
import { PreparedLater } from "../storage/preparedLater.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { HistoryRow } from "../storage/rows.ts";
import { counted } from "../storage/soundRow.ts";
import { textOf } from "./textOf.ts";

type Row = HistoryRow & { readonly last: number };

interface Parameters {
  readonly key: string;
  readonly until: number;
  readonly limit: number;
}

/** Past every revision: where present values come in the order of versions. */
const PRESENT = Number.MAX_SAFE_INTEGER;

const HISTORY = `key, ${counted("history", "until", "key")} AS until, since, encoding, digest, value, 0 AS last FROM history`;

/**
 * The rest of one key's versions, along the index from where it was, and those of the keys after it. What is no revision
 * there stands past all that are, and is refused (rule F9).
 */
const EVERY_VERSION = `
  SELECT ${HISTORY} WHERE key = @key AND history.until < @until
  UNION ALL SELECT ${HISTORY} WHERE key = @key AND history.until > ${PRESENT}
  UNION ALL SELECT key, ${PRESENT} AS until, since, 0 AS encoding, digest, value, 1 AS last FROM live WHERE key > @key
  UNION ALL SELECT ${HISTORY} WHERE key > @key
  ORDER BY key, until DESC LIMIT @limit`;

/** A statement for each connection: one is read and planned by it. */
const PREPARED = new WeakMap<ReadStatements, PreparedLater<[Parameters], Row>>();

/** With everything superseded in the history: kept values in the order of keys, of each key the newest first. */
export function everyVersionPage(
  statements: ReadStatements,
  after: VersionPlace | null,
  limit: number,
  length: number,
): StoredVersion[] {
  const known = PREPARED.get(statements);
  const prepared = known ?? new PreparedLater<[Parameters], Row>(statements.database, EVERY_VERSION, true);
  if (known === undefined) PREPARED.set(statements, prepared);
  const versions: StoredVersion[] = [];
  const key: Key | "" = after?.key ?? "";
  let left = length;
  for (const { last, ...row } of prepared.iterate({
    key,
    until: after === null ? 0 : (after.until ?? PRESENT),
    limit,
  })) {
    const until = last === 1 ? null : row.until;
    const text = textOf(statements, { ...row, until });
    versions.push({ key: row.key, text, since: row.since, until });
    left -= text.length;
    if (left <= 0) break;
  }
  return versions;
}
