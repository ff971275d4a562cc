import { type RefObject, useEffect, useRef } from "react";
import type { EntrySummary, Key, Moment } from "../../../shared/model/index.ts";
import { freshnessOf, useAnswer } from "../../data/useAnswer.ts";
import type { RemoteRows } from "../../data/useRows.ts";
import { useApp } from "../../state/app.ts";
import { momentId } from "../../state/moments.ts";
import type { VirtualListHandle } from "../../ui/index.ts";
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
  const selectedKey = useApp((state) => state.selectedKey);
  const filter = useApp((state) => state.filter);
  const mode = useApp((state) => state.filterMode);
  const revealed = useRef<Key | null>(null);
  const { activeIndex: lastKnown, setActiveIndex } = selection;

  const row = lastKnown === null ? undefined : rows.at(lastKnown);
  const isHere = selectedKey !== null && lastKnown !== null && (!row || row.key === selectedKey);
  const isSought = selectedKey !== null && !isHere && !rows.stale;
  const { answer: place } = useAnswer({
    name: isSought ? `place ${momentId(at)} ${mode} ${filter} ${lastKnown} ${selectedKey}` : null,
    freshness: freshnessOf(at),
    ask: async ({ engine, store, signal }) => {
      const key = selectedKey as Key;
      const index = await engine.entries.position({ store, at, filter, mode, key }, { signal });
      return { key, index };
    },
    failsAloud: true,
  });

  const filteredBy = useRef(`${mode} ${filter}`);
  useEffect(() => {
    const now = `${mode} ${filter}`;
    if (filteredBy.current === now) return;
    filteredBy.current = now;
    list.current?.scrollToIndex(0);
    revealed.current = filter === "" ? null : selectedKey;
  }, [filter, mode, selectedKey, list]);

  useEffect(() => {
    if (selectedKey === null) revealed.current = null;
    else if (isHere && !rows.stale) {
      if (revealed.current === null) list.current?.scrollToIndex(lastKnown, "nearest");
      revealed.current = selectedKey;
    }
  }, [selectedKey, isHere, rows.stale, lastKnown, list]);

  useEffect(() => {
    if (place === null) return;
    setActiveIndex(place.index);
    if (place.index === null || revealed.current === place.key) return;
    revealed.current = place.key;
    list.current?.scrollToIndex(place.index, "center");
  }, [place, list, setActiveIndex]);

  return isHere ? lastKnown : null;
}
