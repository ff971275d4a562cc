import { useEffect, useState } from "react";
import { isCancelled, messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import type { ActivityBucket } from "./strip.ts";

/** Pixels that a bar has at least. */
const BAR = 5;
const MOST_BUCKETS = 600;

/** Changes that follow each other quickly share one question. Milliseconds. */
const PAUSE = 300;

/** The store's activity in as many buckets as have room; asked for anew as it goes on. */
export function useBuckets(width: number): {
  readonly buckets: readonly ActivityBucket[];
  readonly failure: string | null;
} {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const revision = useApp((state) => state.status?.revision ?? null);
  const [buckets, setBuckets] = useState<readonly ActivityBucket[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const count = Math.min(MOST_BUCKETS, Math.max(1, Math.floor(width / BAR)));

  useEffect(() => {
    if (store === null || revision === null || width === 0) return;
    const controller = new AbortController();
    const ask = async () => {
      try {
        const answer = await engine.history.activity(
          { store, buckets: count },
          { signal: controller.signal },
        );
        if (controller.signal.aborted) return;
        setBuckets(answer);
        setFailure(null);
      } catch (error) {
        if (!controller.signal.aborted && !isCancelled(error)) setFailure(messageOf(error));
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [engine, store, revision, count, width]);

  return { buckets, failure };
}
