import { useCallback } from "react";
import type { Key, Revision, StoreId } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";
import { type Level, useLevels } from "../../data/useLevels.ts";
import { type KeyVersion, nextPageSize } from "./versions.ts";

export interface Versions {
  /** Newest first. */
  readonly versions: readonly KeyVersion[];
  readonly isComplete: boolean;
  readonly failure: string | null;
  /** Asks for older ones, if there are any and none are on their way. */
  readonly more: () => void;
}

/** Where older versions go on, and under which name. */
type Next = { readonly key: Key; readonly before: Revision };
type Page = Level<KeyVersion, Next>;

/**
 * Every retained version of a value, or of the place in it that a JSON Pointer names ("" for all of it), fetched as
 * they are wanted; from the start again when the store changes.
 */
export function useVersions(key: Key, pointer: string): Versions {
  const { levels, isCurrent, failure, more } = useLevels<KeyVersion, Next, Page>({
    name: `${key} ${pointer}`,
    freshness: "present",
    ask: ({ engine, store, signal }, { known }) => {
      const from = known?.next;
      const limit = nextPageSize(known?.rows ?? []);
      const asked = { store, key: from?.key ?? key, pointer, limit, before: from?.before };
      return readPage(engine, asked, key, signal);
    },
  });
  const versions = isCurrent ? levels.get("") : undefined;
  return {
    versions: versions?.rows ?? NONE,
    isComplete: versions?.next === null,
    failure,
    more: useCallback(() => more(""), [more]),
  };
}

const NONE: readonly KeyVersion[] = [];

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
    return { rows: versions, next: next === null ? null : { key, before: next } };
  }
  const found = await history.ofKey({ store, key, limit, ...from }, { signal });
  // That it is gone under the former name is said by the version with the present one.
  const rows =
    key === name ? found : found.filter(({ text }) => text !== null).map((one) => ({ ...one, of: key }));
  const last = found.at(-1);
  if (last === undefined) return { rows, next: null };
  const oldest = last.revision.revision;
  if (last.renamedFrom !== undefined) return { rows, next: { key: last.renamedFrom, before: oldest } };
  return { rows, next: found.length < limit ? null : { key, before: oldest } };
}
