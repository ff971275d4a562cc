import { type EntrySummary, NOW } from "../../../shared/model/index.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { useApp } from "../../state/app.ts";
import { momentId } from "../../state/moments.ts";

/** Keys listed at most; typing narrows them down. */
const MOST_KEYS = 12;

export interface FoundKeys {
  readonly keys: readonly EntrySummary[];
  readonly total: number;
  /** The query that these were found by; null while none has been answered. */
  readonly foundBy: string | null;
}

const NONE: FoundKeys = { keys: [], total: 0, foundBy: null };

/** The first keys that contain the query, at the moment on show. */
export function useFoundKeys(query: string): FoundKeys {
  const view = useApp((state) => state.view);
  const at = view.kind === "browse" ? view.at : NOW;
  const { latest, failure } = useAnswer<FoundKeys>({
    name: query === "" ? null : `keys with ${momentId(at)} ${query}`,
    freshness: "fixed",
    ask: async ({ engine, store, signal }) => {
      const question = { store, at, filter: query, offset: 0, limit: MOST_KEYS };
      const { rows, total } = await engine.entries.window(question, { signal });
      return { keys: rows, total, foundBy: query };
    },
    failsAloud: true,
  });
  if (query === "" || failure !== null) return { ...NONE, foundBy: query };
  return latest ?? NONE;
}
