import type { WatchStatus } from "../../../shared/contract/index.ts";
import { following, useAnswer } from "../../data/useAnswer.ts";
import { useApp } from "../../state/app.ts";

/** The file that the open store is bound to; null when there is none. */
export function useWatch(): WatchStatus | null {
  const connection = useApp((state) => state.client.connection);
  const { answer } = useAnswer<{ readonly watch: WatchStatus | null }>({
    name: "watch",
    freshness: "fixed",
    ask: following(
      connection,
      ({ engine, store, signal }) => engine.watch.statuses({ store }, { signal }),
      (watch) => ({ watch }),
    ),
    failsAloud: true,
  });
  return answer?.watch ?? null;
}
