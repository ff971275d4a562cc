import type { Revision } from "../../shared/model/index.ts";
import { type EnhancedPersistence, entryFilter, type FoundInterval, searchHistory } from "../engine/index.ts";
import { engine } from "./implementer.ts";

const history = engine.search.history.handler(async function* ({ input, context, signal }) {
  const { store } = context.stores.get(input.store);
  const filters = await Promise.all([
    entryFilter(input.filter, input.mode),
    entryFilter(input.value, "value"),
  ]);
  const timeOf = revisionTimes(store);
  let left = input.limit;
  let looked = 0;
  for await (const step of searchHistory(store, filters, { signal })) {
    looked = step.looked;
    const found = step.found.slice(0, left);
    left -= found.length;
    if (found.length > 0) yield { kind: "found", intervals: await dated(found, timeOf) } as const;
    yield { kind: "progress", looked } as const;
    if (left === 0) break;
  }
  yield { kind: "done", looked, complete: left > 0 } as const;
});

function dated(found: readonly FoundInterval[], timeOf: (revision: Revision) => Promise<number>) {
  return Promise.all(
    found.map(async (interval) => ({
      ...interval,
      fromAt: await timeOf(interval.from),
      untilAt: interval.until === null ? null : await timeOf(interval.until),
    })),
  );
}

/** When revisions were made, each looked up once; 0 for one whose record was pruned. */
function revisionTimes(
  store: Pick<EnhancedPersistence, "revisions">,
): (revision: Revision) => Promise<number> {
  const known = new Map<Revision, Promise<number>>();
  const look = async (revision: Revision) => {
    const [record] = await store.revisions({ before: (revision + 1) as Revision, limit: 1 });
    return record?.revision === revision ? record.at : 0;
  };
  return (revision) => {
    const time = known.get(revision) ?? look(revision);
    known.set(revision, time);
    return time;
  };
}

export const search = { history };
