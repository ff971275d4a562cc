import { useCallback, useRef, useState } from "react";
import type { EntrySummary, Key } from "../../../shared/model/index.ts";
import type { RemoteRows } from "../../data/useRows.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import type { SelectIntent } from "../../ui/index.ts";

/** Rows that one call may fetch. */
const WINDOW = 1000;
/** Past this many, a selection by hand is a mistake more often than not, and a filter serves better. */
export const MOST_SELECTED = 100_000;

interface SelectionOptions {
  readonly rows: RemoteRows<EntrySummary>;
  readonly total: number;
}

export interface Selection {
  /** The keys chosen together; empty when only one is. */
  readonly keys: ReadonlySet<Key>;
  readonly activeIndex: number | null;
  readonly setActiveIndex: (index: number | null) => void;
  readonly select: (index: number, intent: SelectIntent) => void;
  readonly selectAll: () => void;
  /** Chooses exactly these together. */
  readonly choose: (keys: ReadonlySet<Key>) => void;
  readonly clear: () => void;
  /** What an action is about: the keys chosen together, else the one that is open. */
  readonly chosen: (selectedKey: Key | null) => readonly Key[];
}

const NONE: ReadonlySet<Key> = new Set();

/** Which keys are chosen, by key, since positions shift when the store changes. */
export function useSelection({ rows, total }: SelectionOptions): Selection {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const [keys, setKeys] = useState(NONE);
  const [activeIndex, setActiveIndex] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const latest = useRef(0);

  const keysBetween = async (first: number, last: number): Promise<ReadonlySet<Key>> => {
    const found = new Set<Key>();
    for (let offset = first; offset <= last; offset += WINDOW) {
      const limit = Math.min(WINDOW, last - offset + 1);
      const answer = await rows.fetch(offset, limit, new AbortController().signal);
      for (const { key } of answer.rows) found.add(key);
    }
    return found;
  };
  const selectRange = (first: number, last: number) => {
    if (last - first >= MOST_SELECTED) {
      app.getState().notify({
        message: `At most ${MOST_SELECTED.toLocaleString()} keys can be selected at once. Filter the keys first.`,
        tone: "error",
      });
      return;
    }
    const turn = ++latest.current;
    keysBetween(first, last).then(
      (found) => {
        if (turn === latest.current) setKeys(found);
      },
      (error: unknown) => app.getState().fail(error),
    );
  };

  const select = (index: number, { extend, toggle }: SelectIntent) => {
    setActiveIndex(index);
    const key = rows.at(index)?.key;
    if (extend) {
      const from = anchor.current ?? activeIndex ?? index;
      selectRange(Math.min(from, index), Math.max(from, index));
      if (key !== undefined) app.getState().selectKey(key);
      return;
    }
    latest.current += 1;
    anchor.current = index;
    if (toggle && key !== undefined) {
      const next = new Set(keys.size > 0 ? keys : selectedKey === null ? [] : [selectedKey]);
      if (!next.delete(key)) next.add(key);
      setKeys(next);
      app.getState().selectKey(key);
      return;
    }
    setKeys(NONE);
    if (key !== undefined) {
      app.getState().selectKey(key);
      return;
    }
    // The row is still on its way: choose it as soon as its name is known.
    const turn = latest.current;
    rows.fetch(index, 1, new AbortController().signal).then(
      (answer) => {
        const [row] = answer.rows;
        if (turn === latest.current && row) app.getState().selectKey(row.key);
      },
      (error: unknown) => app.getState().fail(error),
    );
  };

  return {
    keys,
    activeIndex,
    setActiveIndex,
    select,
    selectAll: () => total > 0 && selectRange(0, total - 1),
    choose: useCallback((chosen) => {
      latest.current += 1;
      setKeys(chosen);
    }, []),
    clear: useCallback(() => {
      latest.current += 1;
      setKeys(NONE);
    }, []),
    chosen: (open) => (keys.size > 0 ? [...keys] : open === null ? [] : [open]),
  };
}
