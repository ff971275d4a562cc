import { useCallback, useEffect, useState } from "react";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { isCancelled } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";

/** What became of a key since the moment on show. */
export type Fate = "changed" | "removed";

interface Fates {
  readonly fateOf: (key: Key) => Fate | undefined;
  /** For `VirtualList`'s `onVisible`. */
  readonly show: (first: number, last: number) => void;
}

const NONE: ReadonlyMap<Key, Fate> = new Map();

/**
 * What became since then of the keys in view, while a past moment is on show. `answer` is another value whenever
 * `keyAt` gives other keys.
 */
export function useFates(at: Moment, keyAt: (index: number) => Key | undefined, answer: unknown): Fates {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const fail = useApp((state) => state.fail);
  const tick = useApp((state) => state.revisionTick);
  const [view, setView] = useState<readonly [first: number, last: number]>([0, -1]);
  const [fates, setFates] = useState(NONE);
  const moment = momentId(at);
  const isPast = !isNow(at);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `moment` is `at`, and `answer` says when `keyAt` is another
  useEffect(() => {
    if (!isPast || store === null) return;
    const keys: Key[] = [];
    for (let index = view[0]; index <= view[1]; index += 1) {
      const key = keyAt(index);
      if (key !== undefined) keys.push(key);
    }
    if (keys.length === 0) return;
    const controller = new AbortController();
    engine.entries.fates({ store, at, keys: keys.slice(0, 1000) }, { signal: controller.signal }).then(
      (found) => {
        if (!controller.signal.aborted) setFates(new Map(found.map(({ key, fate }) => [key, fate])));
      },
      (error: unknown) => {
        if (!controller.signal.aborted && !isCancelled(error)) fail(error);
      },
    );
    return () => controller.abort();
  }, [engine, store, moment, isPast, view, tick, answer, fail]);

  const show = useCallback((first: number, last: number) => setView([first, last]), []);
  return { fateOf: (key) => (isPast ? fates.get(key) : undefined), show };
}
