import type { EntrySummary, Moment } from "../../../shared/model/index.ts";
import { freshnessOf } from "../../data/useAnswer.ts";
import { type RemoteRows, useRows } from "../../data/useRows.ts";
import { useApp } from "../../state/app.ts";
import { momentId } from "../../state/moments.ts";

/** The keys of a moment that the filter leaves, fetched as they come into view. */
export function useKeyRows(at: Moment): RemoteRows<EntrySummary> {
  const filter = useApp((state) => state.filter);
  const mode = useApp((state) => state.filterMode);
  return useRows({
    // Without a filter, how it would be read makes no other list.
    name: `${momentId(at)} ${filter === "" ? "" : `${mode} ${filter}`}`,
    freshness: freshnessOf(at),
    ask: ({ engine, store, signal }, offset, limit) =>
      engine.entries.window({ store, at, filter, mode, offset, limit }, { signal }),
  });
}
