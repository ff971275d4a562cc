import { useCallback, useState } from "react";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { isNow, momentId } from "../../state/moments.ts";

/** How a key changed since the moment on show. */
export type KeyChange = "changed" | "removed";

interface KeyChanges {
  readonly changeOf: (key: Key) => KeyChange | undefined;
  /** For `VirtualList`'s `onVisible`. */
  readonly show: (first: number, last: number) => void;
}

/** Keys that one call may name. */
const MAX_KEYS = 1000;

/** How the keys in view changed since then, while a past moment is on show. */
export function useKeyChanges(at: Moment, keyAt: (index: number) => Key | undefined): KeyChanges {
  const [[first, last], setView] = useState<readonly [first: number, last: number]>([0, -1]);
  const keys: Key[] = [];
  for (let index = first; !isNow(at) && index <= last && keys.length < MAX_KEYS; index += 1) {
    const key = keyAt(index);
    if (key !== undefined) keys.push(key);
  }
  const { latest } = useAnswer({
    name: keys.length === 0 ? null : `changes since ${momentId(at)} ${JSON.stringify(keys)}`,
    // The moment is fixed; what changed since is not.
    freshness: "present",
    ask: async ({ engine, store, signal }) => {
      const found = await engine.entries.changesSince({ store, at, keys }, { signal });
      return { at: momentId(at), changes: new Map(found.map(({ key, change }) => [key, change])) };
    },
    failsAloud: true,
  });
  const changes = latest?.at === momentId(at) ? latest.changes : null;
  // A list may say the same rows again after each time it is drawn: that must not draw it once more.
  const show = useCallback(
    (from: number, to: number) => setView((now) => (now[0] === from && now[1] === to ? now : [from, to])),
    [],
  );
  return { changeOf: (key) => changes?.get(key), show };
}
