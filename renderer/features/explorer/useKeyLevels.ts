import { useCallback, useEffect, useRef, useState } from "react";
import { append, type Moment } from "../../../shared/model/index.ts";
import { isCancelled } from "../../client/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";
import type { KeyChild, KeyLevel } from "./keyTree.ts";

/** Children fetched in one go. */
const PAGE = 500;

export interface KeyLevels {
  readonly levels: ReadonlyMap<string, KeyLevel>;
  /** Fetches the first children of a prefix, or the next ones. */
  readonly more: (prefix: string) => void;
}

const NONE: ReadonlyMap<string, KeyLevel> = new Map();

/** The levels of the key tree that were asked for. A change of the store asks for each of them again. */
export function useKeyLevels(at: Moment, separator: string): KeyLevels {
  const app = useAppStore();
  const store = useApp((state) => state.store);
  const tick = useApp((state) => (isNow(at) ? state.revisionTick : 0));
  const identity = `${store} ${momentId(at)} ${separator}`;
  const [state, setState] = useState({ identity, levels: NONE });
  const pending = useRef(new Set<string>());
  const latest = useRef(identity);
  const levels = state.identity === identity ? state.levels : NONE;
  const shown = useRef(levels);
  shown.current = levels;

  const fetchLevel = useCallback(
    async (prefix: string, after: string | undefined, count: number, signal: AbortSignal) => {
      const { client } = app.getState();
      const children: KeyChild[] = [];
      let from = after;
      for (;;) {
        if (!store) return { children, next: null };
        const question = {
          store,
          at,
          separator,
          prefix,
          limit: PAGE,
          ...(from === undefined ? {} : { after: from }),
        };
        const { rows, next } = await client.engine.entries.children(question, { signal });
        append(children, rows);
        if (next === null || children.length >= count) return { children, next };
        from = next;
      }
    },
    [app, store, at, separator],
  );
  const put = useCallback((of: string, prefix: string, level: KeyLevel) => {
    if (latest.current !== of) return;
    setState((now) => ({
      identity: of,
      levels: new Map(now.identity === of ? now.levels : NONE).set(prefix, level),
    }));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision asks again for what is on show
  useEffect(() => {
    latest.current = identity;
    pending.current.clear();
    const controller = new AbortController();
    for (const [prefix, level] of shown.current) {
      fetchLevel(prefix, undefined, level.children.length, controller.signal).then(
        (fresh) => put(identity, prefix, fresh),
        (error: unknown) => {
          if (!controller.signal.aborted && !isCancelled(error)) app.getState().fail(error);
        },
      );
    }
    return () => controller.abort();
  }, [identity, tick, fetchLevel, put]);

  const more = useCallback(
    (prefix: string) => {
      if (pending.current.has(prefix)) return;
      const before = shown.current.get(prefix);
      if (before?.next === null) return;
      pending.current.add(prefix);
      fetchLevel(prefix, before?.next ?? undefined, 1, new AbortController().signal)
        .then(
          ({ children, next }) =>
            put(identity, prefix, { children: [...(before?.children ?? []), ...children], next }),
          (error: unknown) => app.getState().fail(error),
        )
        .finally(() => pending.current.delete(prefix));
    },
    [app, identity, fetchLevel, put],
  );

  return { levels, more };
}
