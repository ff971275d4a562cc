import { useCallback, useEffect, useReducer, useRef } from "react";
import { useApp } from "../state/app.ts";
import { type FetchRows, RowCache, type RowCacheState, type RowWindow } from "./rowCache.ts";
import { type Asker, type Freshness, useChanges } from "./useAnswer.ts";

export interface RemoteRows<Row> extends RowCacheState {
  /** Undefined while the row is on its way: show a placeholder of the same height. */
  readonly at: (index: number) => Row | undefined;
  /** For `VirtualList`'s `onVisible`. */
  readonly show: (first: number, last: number) => void;
  readonly refresh: () => void;
  /** Rows from an offset on, beside those on show. */
  readonly fetch: FetchRows<Row>;
}

export interface RowsQuestion<Row> {
  /** Another name means another list: of another moment, or by another filter. */
  readonly name: string;
  readonly freshness: Freshness;
  readonly ask: (from: Asker, offset: number, limit: number) => Promise<RowWindow<Row>>;
}

/** Rows that are fetched in one go. */
const PAGE_SIZE = 200;

/** A list of the open store, too long to be here: its rows are asked for as they come into view. */
export function useRows<Row>({ name, freshness, ask }: RowsQuestion<Row>): RemoteRows<Row> {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const round = useChanges(freshness);
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const latest = useRef<FetchRows<Row>>(async () => ({ total: 0, rows: [] }));
  latest.current = async (offset, limit, signal) =>
    store === null ? { total: 0, rows: [] } : ask({ engine, store, signal }, offset, limit);
  const fetch = useCallback<FetchRows<Row>>((...given) => latest.current(...given), []);
  const cache = useRef<RowCache<Row> | null>(null);
  cache.current ??= new RowCache(fetch, PAGE_SIZE, changed);
  const rows = cache.current;

  const list = `${store} ${name}`;
  const shown = useRef({ list, round });
  useEffect(() => {
    const before = shown.current;
    shown.current = { list, round };
    if (before.list !== list) rows.restart();
    else if (before.round !== round) rows.refresh();
    else rows.show(0, 0);
  }, [rows, list, round]);
  useEffect(() => () => rows.dispose(), [rows]);

  return {
    ...rows.state,
    // The effect above, which tells the cache, comes after this has been drawn.
    stale: rows.state.stale || shown.current.list !== list,
    at: (index) => rows.at(index),
    show: useCallback((first, last) => rows.show(first, last), [rows]),
    refresh: useCallback(() => rows.refresh(), [rows]),
    fetch,
  };
}
