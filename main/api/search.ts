import { entryFilter, searchHistory } from "../engine/index.ts";
import { intervalDates } from "../service/revisionTimes.ts";
import { engine } from "./implementer.ts";

const history = engine.search.history.handler(async function* ({ input, context, signal }) {
  const { store } = context.stores.get(input.store);
  const filters = await Promise.all([
    entryFilter(input.filter, input.mode),
    entryFilter(input.value, "value"),
  ]);
  const dated = intervalDates(store);
  let left = input.limit;
  let looked = 0;
  for await (const step of searchHistory(store, filters, { signal })) {
    looked = step.looked;
    const found = step.found.slice(0, left);
    left -= found.length;
    if (found.length > 0) yield { kind: "found", intervals: await dated(found) } as const;
    yield { kind: "progress", looked } as const;
    if (left === 0) break;
  }
  yield { kind: "done", looked, complete: left > 0 } as const;
});

export const search = { history };
