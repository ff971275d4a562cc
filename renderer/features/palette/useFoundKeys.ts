import { useEffect, useState } from "react";
import { type EntrySummary, NOW } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";

/** Keys listed at most; typing narrows them down. */
const MOST_KEYS = 12;

export interface FoundKeys {
  readonly keys: readonly EntrySummary[];
  readonly total: number;
  readonly searching: boolean;
}

const NONE: FoundKeys = { keys: [], total: 0, searching: false };

/** The first keys that contain the query, at the moment on show. */
export function useFoundKeys(query: string): FoundKeys {
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const view = useApp((state) => state.view);
  const fail = useApp((state) => state.fail);
  const [found, setFound] = useState(NONE);

  useEffect(() => {
    if (!store || query === "") {
      setFound(NONE);
      return;
    }
    const controller = new AbortController();
    const at = view.kind === "browse" ? view.at : NOW;
    setFound((now) => ({ ...now, searching: true }));
    client.engine.entries
      .window({ store, at, filter: query, offset: 0, limit: MOST_KEYS }, { signal: controller.signal })
      .then(({ rows, total }) => {
        if (!controller.signal.aborted) setFound({ keys: rows, total, searching: false });
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        setFound(NONE);
        fail(error);
      });
    return () => controller.abort();
  }, [client, store, view, query, fail]);

  return found;
}
