import { useCallback, useEffect, useReducer, useRef } from "react";
import { type FetchRows, type Looked, RowCache } from "./rowCache.ts";

export interface RemoteRows<Row> {
  /** How many rows there are; null before the first answer. */
  readonly total: number | null;
  readonly stale: boolean;
  /** True while rows are still being looked for: `total` grows. */
  readonly partial: boolean;
  /** How far that is; null when nothing is being looked for, or when that can't be told. */
  readonly looked: Looked | null;
  readonly error: unknown;
  /** Grows with each answer: rows may be other ones then. */
  readonly answers: number;
  /** Undefined while the row is on its way: show a placeholder of the same height. */
  readonly at: (index: number) => Row | undefined;
  /** For `VirtualList`'s `onVisible`. */
  readonly show: (first: number, last: number) => void;
  readonly refresh: () => void;
}

export interface RemoteRowsOptions<Row> {
  readonly fetch: FetchRows<Row>;
  /** Another value means another list: another store, moment or filter. */
  readonly identity: string;
  /** Another value means that the list may have other rows: `revisionTick`. */
  readonly tick?: number;
  readonly pageSize?: number;
}

/** Rows of a list that is kept elsewhere, fetched as they come into view. */
export function useRemoteRows<Row>({
  fetch,
  identity,
  tick = 0,
  pageSize = 200,
}: RemoteRowsOptions<Row>): RemoteRows<Row> {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const latest = useRef(fetch);
  latest.current = fetch;
  const cache = useRef<RowCache<Row> | null>(null);
  cache.current ??= new RowCache<Row>((...args) => latest.current(...args), pageSize, changed);
  const rows = cache.current;

  const shown = useRef({ identity, tick });
  useEffect(() => {
    const before = shown.current;
    shown.current = { identity, tick };
    if (before.identity !== identity) rows.restart((...args) => latest.current(...args));
    else if (before.tick !== tick) rows.refresh();
    else rows.show(0, 0);
  }, [rows, identity, tick]);
  useEffect(() => () => rows.dispose(), [rows]);

  return {
    ...rows.state,
    // The effect above, which tells the cache, comes after this has been drawn.
    stale: rows.state.stale || shown.current.identity !== identity,
    at: (index) => rows.at(index),
    show: useCallback((first, last) => rows.show(first, last), [rows]),
    refresh: useCallback(() => rows.refresh(), [rows]),
  };
}
