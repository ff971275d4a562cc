import { useCallback, useEffect, useState } from "react";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { isCancelled } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";

/** How a key changed since the moment on show. */
export type KeyChange = "changed" | "removed";

interface KeyChanges {
  readonly changeOf: (key: Key) => KeyChange | undefined;
  /** For `VirtualList`'s `onVisible`. */
  readonly show: (first: number, last: number) => void;
}

const NONE: ReadonlyMap<Key, KeyChange> = new Map();

/**
 * How the keys in view changed since then, while a past moment is on show. `answer` is another value whenever
 * `keyAt` gives other keys.
 */
export function useKeyChanges(
  at: Moment,
  keyAt: (index: number) => Key | undefined,
  answer: unknown,
): KeyChanges {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const fail = useApp((state) => state.fail);
  const tick = useApp((state) => state.revisionTick);
  const [view, setView] = useState<readonly [first: number, last: number]>([0, -1]);
  const [changes, setChanges] = useState(NONE);
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
    engine.entries.changesSince({ store, at, keys: keys.slice(0, 1000) }, { signal: controller.signal }).then(
      (found) => {
        if (!controller.signal.aborted) setChanges(new Map(found.map(({ key, change }) => [key, change])));
      },
      (error: unknown) => {
        if (!controller.signal.aborted && !isCancelled(error)) fail(error);
      },
    );
    return () => controller.abort();
  }, [engine, store, moment, isPast, view, tick, answer, fail]);

  // A list may say the same rows again after each time it is drawn: that must not draw it once more.
  const show = useCallback(
    (first: number, last: number) =>
      setView((now) => (now[0] === first && now[1] === last ? now : [first, last])),
    [],
  );
  return { changeOf: (key) => (isPast ? changes.get(key) : undefined), show };
}
