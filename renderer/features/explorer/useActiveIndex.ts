import { type RefObject, useEffect, useRef } from "react";
import type { EntrySummary, Key, Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { momentId } from "../../state/moments.ts";
import type { RemoteRows, VirtualListHandle } from "../../ui/index.ts";
import type { Selection } from "./useSelection.ts";

interface ActiveIndexOptions {
  readonly at: Moment;
  readonly rows: Pick<RemoteRows<EntrySummary>, "at" | "stale">;
  readonly list: RefObject<VirtualListHandle | null>;
  readonly selection: Pick<Selection, "activeIndex" | "setActiveIndex">;
}

/**
 * Where the chosen key stands in the list; null while that isn't known or it isn't in there. A key chosen from
 * elsewhere (the palette, a comparison) is looked up and scrolled to; one whose place has shifted is looked up again.
 * What another filter finds is seen from its beginning; once the filter is gone, the chosen key among its neighbours.
 */
export function useActiveIndex({ at, rows, list, selection }: ActiveIndexOptions): number | null {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const filter = useApp((state) => state.filter);
  const mode = useApp((state) => state.filterMode);
  const tick = useApp((state) => state.revisionTick);
  const revealed = useRef<Key | null>(null);
  const { activeIndex: lastKnown, setActiveIndex } = selection;

  const row = lastKnown === null ? undefined : rows.at(lastKnown);
  const isHere = selectedKey !== null && lastKnown !== null && (!row || row.key === selectedKey);
  const isStale = rows.stale;
  const moment = momentId(at);
  const latest = useRef(at);
  latest.current = at;

  const filteredBy = useRef(`${mode} ${filter}`);
  useEffect(() => {
    const now = `${mode} ${filter}`;
    if (filteredBy.current === now) return;
    filteredBy.current = now;
    list.current?.scrollToIndex(0);
    revealed.current = filter === "" ? null : selectedKey;
  }, [filter, mode, selectedKey, list]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another moment or revision asks anew
  useEffect(() => {
    const { client, store, fail } = app.getState();
    if (!store || selectedKey === null) {
      revealed.current = null;
      return;
    }
    if (isStale) return;
    if (isHere) {
      if (revealed.current === null) list.current?.scrollToIndex(lastKnown, "nearest");
      revealed.current = selectedKey;
      return;
    }
    const controller = new AbortController();
    client.engine.entries
      .position({ store, at: latest.current, filter, mode, key: selectedKey }, { signal: controller.signal })
      .then((index) => {
        if (controller.signal.aborted) return;
        setActiveIndex(index);
        if (index === null || revealed.current === selectedKey) return;
        revealed.current = selectedKey;
        list.current?.scrollToIndex(index, "center");
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) fail(error);
      });
    return () => controller.abort();
  }, [app, selectedKey, filter, mode, moment, tick, isHere, isStale, lastKnown, list, setActiveIndex]);

  return isHere ? lastKnown : null;
}
