import { useEffect, useState } from "react";
import { type EntrySummary, NOW } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";

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
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const view = useApp((state) => state.view);
  const fail = useApp((state) => state.fail);
  const [found, setFound] = useState(NONE);

  useEffect(() => {
    if (!store || query === "") {
      setFound({ ...NONE, foundBy: query });
      return;
    }
    const controller = new AbortController();
    const at = view.kind === "browse" ? view.at : NOW;
    client.engine.entries
      .window({ store, at, filter: query, offset: 0, limit: MOST_KEYS }, { signal: controller.signal })
      .then(({ rows, total }) => {
        if (!controller.signal.aborted) setFound({ keys: rows, total, foundBy: query });
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        setFound({ ...NONE, foundBy: query });
        fail(error);
      });
    return () => controller.abort();
  }, [client, store, view, query, fail]);

  return found;
}
