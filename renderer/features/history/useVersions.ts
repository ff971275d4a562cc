import { useCallback, useEffect, useRef, useState } from "react";
import type { Key } from "../../../shared/model/index.ts";
import { isCancelled, messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { type KeyVersion, nextPageSize } from "./versions.ts";

export interface Versions {
  /** Newest first. */
  readonly versions: readonly KeyVersion[];
  readonly isComplete: boolean;
  readonly failure: string | null;
  /** Asks for older ones, if there are any and none are on their way. */
  readonly more: () => void;
}

/** Every retained version of one key, fetched as they are wanted; from the start again when the store changes. */
export function useVersions(key: Key): Versions {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => state.revisionTick);
  const [versions, setVersions] = useState<readonly KeyVersion[]>([]);
  const [isComplete, setComplete] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const asking = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (known: readonly KeyVersion[]) => {
      if (store === null) return;
      asking.current?.abort();
      const controller = new AbortController();
      asking.current = controller;
      const limit = nextPageSize(known);
      const before = known.at(-1)?.revision.revision;
      try {
        const answer = await engine.history.ofKey(
          { store, key, limit, ...(before === undefined ? {} : { before }) },
          { signal: controller.signal },
        );
        if (controller.signal.aborted) return;
        setVersions([...known, ...answer]);
        setComplete(answer.length < limit);
        setFailure(null);
      } catch (error) {
        if (!controller.signal.aborted && !isCancelled(error)) setFailure(messageOf(error));
      } finally {
        if (asking.current === controller) asking.current = null;
      }
    },
    [store, engine, key],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the store means another answer
  useEffect(() => {
    void ask([]);
    return () => asking.current?.abort();
  }, [ask, tick]);

  const more = useCallback(() => {
    if (!isComplete && asking.current === null && versions.length > 0) void ask(versions);
  }, [ask, isComplete, versions]);
  return { versions, isComplete, failure, more };
}
