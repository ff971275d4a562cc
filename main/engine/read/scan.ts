import type { Entry, Moment } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { Slices } from "../core/slices.ts";
import type { JobOptions } from "../persistence.ts";
import { revisionAt } from "./moment.ts";
import { textOf } from "./textOf.ts";

/** Past every revision and every count of rows. */
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Every entry of one moment in key order. It is a consistent view however long it takes: it reads on a connection of
 * its own, inside one read transaction.
 */
export async function* scan(
  core: StoreCore,
  at: Moment,
  options?: JobOptions,
): AsyncGenerator<Entry, void, void> {
  const slices = new Slices(options);
  const view = await core.view();
  try {
    const { statements, head } = view;
    const revision = revisionAt(core, statements, head, at);
    const open = { from: "", before: Buffer.alloc(0), limit: ALL };
    const rows =
      revision === head.revision
        ? statements.valuesNow.iterate(open.from, open.before, open.limit)
        : statements.valuesAt.iterate({ at: revision, ...open });
    const total = statements.revisionUpTo.get(revision)?.entry_count ?? 0;
    // In memory there is one connection, which can do nothing else while a statement is being stepped through.
    const taken = core.path === null ? [...rows] : rows;
    let done = 0;
    for (const row of taken) {
      yield { key: row.key, text: textOf(statements, row), since: row.since };
      done += 1;
      if ((done & 63) === 0 && slices.due) await slices.pause(done, total);
    }
    options?.onProgress?.(done, total);
  } catch (error) {
    throw core.failure(error);
  } finally {
    view.close();
  }
}
