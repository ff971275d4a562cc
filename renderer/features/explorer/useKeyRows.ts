import { useCallback } from "react";
import type { EntrySummary, Moment } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";
import { type RemoteRows, useRemoteRows } from "../../ui/index.ts";
import type { FetchRows } from "../../ui/rowCache.ts";

/** The keys of a moment that the filter leaves, fetched as they come into view. */
export function useKeyRows(at: Moment): {
  readonly rows: RemoteRows<EntrySummary>;
  readonly fetchRows: FetchRows<EntrySummary>;
} {
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const filter = useApp((state) => state.filter);
  const mode = useApp((state) => state.filterMode);
  const tick = useApp((state) => (isNow(at) ? state.revisionTick : 0));
  const fetchRows = useCallback<FetchRows<EntrySummary>>(
    async (offset, limit, signal) => {
      if (!store) return { total: 0, rows: [] };
      return client.engine.entries.window({ store, at, filter, mode, offset, limit }, { signal });
    },
    [client, store, at, filter, mode],
  );
  // Without a filter, how it would be read makes no other list.
  const asked = filter === "" ? "" : `${mode} ${filter}`;
  const rows = useRemoteRows<EntrySummary>({
    fetch: fetchRows,
    identity: `${store} ${momentId(at)} ${asked}`,
    tick,
  });
  return { rows, fetchRows };
}
