import { useCallback, useEffect, useRef, useState } from "react";
import type { Key, Revision, StoreId } from "../../../shared/model/index.ts";
import { type EngineClient, isCancelled, messageOf } from "../../client/index.ts";
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

interface Page {
  readonly versions: readonly KeyVersion[];
  /** Where to go on, and under which name; null at the end. */
  readonly next: { readonly key: Key; readonly before: Revision } | null;
}

interface Found extends Page {
  /** Which question this answers. */
  readonly of: string;
}

/**
 * Every retained version of a value, or of the place in it that a JSON Pointer names ("" for all of it), fetched as
 * they are wanted; from the start again when the store changes.
 */
export function useVersions(key: Key, pointer: string): Versions {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => state.revisionTick);
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const asking = useRef<AbortController | null>(null);
  const question = `${store} ${key} ${pointer}`;

  const ask = useCallback(
    async (known: readonly KeyVersion[], from: Page["next"]) => {
      if (store === null) return;
      asking.current?.abort();
      const controller = new AbortController();
      asking.current = controller;
      try {
        const limit = nextPageSize(known);
        const asked = { store, key: from?.key ?? key, pointer, limit, before: from?.before };
        const page = await readPage(engine, asked, key, controller.signal);
        if (controller.signal.aborted) return;
        setFound({ of: question, versions: [...known, ...page.versions], next: page.next });
        setFailure(null);
      } catch (error) {
        if (!controller.signal.aborted && !isCancelled(error)) setFailure(messageOf(error));
      } finally {
        if (asking.current === controller) asking.current = null;
      }
    },
    [store, engine, key, pointer, question],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the store means another answer
  useEffect(() => {
    void ask([], null);
    return () => asking.current?.abort();
  }, [ask, tick]);

  const current = found?.of === question ? found : null;
  const more = useCallback(() => {
    if (current === null || current.next === null || asking.current !== null) return;
    void ask(current.versions, current.next);
  }, [ask, current]);
  return {
    versions: current?.versions ?? [],
    isComplete: current !== null && current.next === null,
    failure,
    more,
  };
}

interface Question {
  readonly store: StoreId;
  readonly key: Key;
  readonly pointer: string;
  readonly limit: number;
  readonly before: Revision | undefined;
}

async function readPage(
  { history }: EngineClient,
  { store, key, pointer, limit, before }: Question,
  name: Key,
  signal: AbortSignal,
): Promise<Page> {
  const from = before === undefined ? {} : { before };
  if (pointer !== "") {
    const { versions, next } = await history.ofLeaf({ store, key, pointer, limit, ...from }, { signal });
    return { versions, next: next === null ? null : { key, before: next } };
  }
  const found = await history.ofKey({ store, key, limit, ...from }, { signal });
  // That it is gone under the former name is said by the version with the present one.
  const versions =
    key === name ? found : found.filter(({ text }) => text !== null).map((one) => ({ ...one, of: key }));
  const last = found.at(-1);
  if (last === undefined) return { versions, next: null };
  const oldest = last.revision.revision;
  if (last.renamedFrom !== undefined) return { versions, next: { key: last.renamedFrom, before: oldest } };
  return { versions, next: found.length < limit ? null : { key, before: oldest } };
}
