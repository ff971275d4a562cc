import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import type { View } from "../../backends/sqlite/core/views.ts";
import { textOf } from "../../backends/sqlite/read/textOf.ts";
import { PreparedLater } from "../../backends/sqlite/storage/preparedLater.ts";
import type { HistoryRow } from "../../backends/sqlite/storage/rows.ts";
import { counted } from "../../backends/sqlite/storage/soundRow.ts";
import { Slices } from "../../core/slices.ts";
import type { JobOptions, StoredVersion } from "../../persistence.ts";

type Row = HistoryRow & { readonly last: number };

const EVERY_VERSION = `
  SELECT key, ${Number.MAX_SAFE_INTEGER} AS until, since, 0 AS encoding, digest, value, 1 AS last FROM live
    UNION ALL SELECT key, ${counted("history", "until", "key")}, since, encoding, digest, value, 0 AS last
      FROM history ORDER BY key, until DESC`;

/**
 * Every value that is kept, superseded ones included: keys in order, of each key the newest value first. It is a
 * consistent view however long it takes.
 *
 * @param onFailure Called when it fails, before that is thrown.
 */
export async function* everyVersion(
  core: StoreCore,
  options?: JobOptions,
  onFailure?: () => void,
): AsyncGenerator<StoredVersion, void, void> {
  let view: View | undefined;
  try {
    const slices = new Slices(options);
    view = await core.view();
    const { statements } = view;
    const rows = new PreparedLater<[], Row>(statements.database, EVERY_VERSION, true).iterate();
    // In memory there is one connection, which can do nothing else while a statement is being stepped through.
    const taken = core.path === null ? [...rows] : rows;
    let done = 0;
    for (const { last, ...row } of taken) {
      const until = last === 1 ? null : row.until;
      yield { key: row.key, text: textOf(statements, { ...row, until }), since: row.since, until };
      done += 1;
      if ((done & 63) === 0 && slices.due) await slices.pause(done, null);
    }
  } catch (error) {
    onFailure?.();
    throw core.failure(error);
  } finally {
    view?.close();
  }
}
