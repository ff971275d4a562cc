import { append, type Key, type Revision } from "../../../shared/model/index.ts";
import { type Asker, useAnswer } from "../../data/useAnswer.ts";

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
  const wanted = { value: value.trim(), filter: filter.trim() };
  const isAsked = wanted.value !== "" || wanted.filter !== "";
  const { answer, latest, failure } = useAnswer<HistorySearch>({
    name: isAsked ? `history ${JSON.stringify(wanted)}` : null,
    freshness: "fixed",
    ask: (from, soFar) => look(from, wanted, soFar),
    pause: PAUSE,
  });
  if (failure !== null) return { ...NOTHING, state: "done", failure };
  return answer ?? latest ?? NOTHING;
}

async function look(
  { engine, store, signal }: Asker,
  wanted: { readonly value: string; readonly filter: string },
  soFar: (search: HistorySearch) => void,
): Promise<HistorySearch> {
  const intervals: Interval[] = [];
  let looked = 0;
  let drawnAt = 0;
  soFar({ ...NOTHING, state: "looking" });
  for await (const event of await engine.search.history({ store, ...wanted, limit: LIMIT }, { signal })) {
    if (event.kind === "found") append(intervals, event.intervals);
    else looked = event.looked;
    if (event.kind === "done") {
      return { intervals, looked, state: event.complete ? "done" : "cut", failure: null };
    }
    if (Date.now() - drawnAt > PACE) {
      drawnAt = Date.now();
      soFar({ intervals: [...intervals], looked, state: "looking", failure: null });
    }
  }
  throw new Error("The search ended without saying how. Try it again.");
}
