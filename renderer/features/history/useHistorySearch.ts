import { useEffect, useState } from "react";
import { append, type Key, type Revision, type StoreId } from "../../../shared/model/index.ts";
import { type EngineClient, isCancelled, messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";

/** A stretch of time in which a key had a value that was looked for. */
export interface Interval {
  readonly key: Key;
  readonly from: Revision;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly fromAt: number;
  /** The revision that ended it; null while it still is. */
  readonly until: Revision | null;
  readonly untilAt: number | null;
  readonly preview: string;
}

export interface HistorySearch {
  readonly intervals: readonly Interval[];
  /** How many versions were looked at. */
  readonly looked: number;
  /** `idle` before anything is asked; `cut` when there is more than is shown. */
  readonly state: "idle" | "looking" | "done" | "cut";
  readonly failure: string | null;
}

const NOTHING: HistorySearch = { intervals: [], looked: 0, state: "idle", failure: null };

/** The most intervals that one search shows. */
const LIMIT = 10_000;

/** Typing goes on for as long as this between two letters. Milliseconds. */
const PAUSE = 250;

/** What was found may be drawn this often. Milliseconds. */
const PACE = 150;

/** Looks through every retained version of every key; each change of the question ends the search before. */
export function useHistorySearch(value: string, filter: string): HistorySearch {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const [search, setSearch] = useState<HistorySearch>(NOTHING);

  useEffect(() => {
    if (store === null || (value.trim() === "" && filter.trim() === "")) {
      setSearch(NOTHING);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void look(engine, { store, value: value.trim(), filter: filter.trim() }, setSearch, controller.signal);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [engine, store, value, filter]);

  return search;
}

interface Question {
  readonly store: StoreId;
  readonly value: string;
  readonly filter: string;
}

async function look(
  engine: EngineClient,
  question: Question,
  tell: (search: HistorySearch) => void,
  signal: AbortSignal,
): Promise<void> {
  const intervals: Interval[] = [];
  let looked = 0;
  let told = 0;
  tell({ ...NOTHING, state: "looking" });
  try {
    const events = await engine.search.history({ ...question, limit: LIMIT }, { signal });
    for await (const event of events) {
      if (signal.aborted) return;
      if (event.kind === "found") append(intervals, event.intervals);
      else looked = event.looked;
      if (event.kind === "done") {
        tell({ intervals, looked, state: event.complete ? "done" : "cut", failure: null });
      } else if (Date.now() - told > PACE) {
        told = Date.now();
        tell({ intervals: [...intervals], looked, state: "looking", failure: null });
      }
    }
  } catch (error) {
    if (!signal.aborted && !isCancelled(error))
      tell({ ...NOTHING, state: "done", failure: messageOf(error) });
  }
}
