import { useAnswer } from "../../data/useAnswer.ts";
import type { ActivityBucket } from "./strip.ts";

/** Pixels that a bar has at least. */
const BAR = 5;
const MOST_BUCKETS = 600;

/** Changes that follow each other quickly share one question. Milliseconds. */
const PAUSE = 300;

/** The store's activity in as many buckets as have room; asked for again as it goes on. */
export function useBuckets(width: number): {
  readonly buckets: readonly ActivityBucket[];
  readonly failure: string | null;
} {
  const count = Math.min(MOST_BUCKETS, Math.max(1, Math.floor(width / BAR)));
  const { latest, failure } = useAnswer<readonly ActivityBucket[]>({
    name: width === 0 ? null : `activity ${count}`,
    freshness: "present",
    ask: ({ engine, store, signal }) => engine.history.activity({ store, buckets: count }, { signal }),
    pause: PAUSE,
  });
  return { buckets: latest ?? NONE, failure };
}

const NONE: readonly ActivityBucket[] = [];
