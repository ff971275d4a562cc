import { useEffect, useState } from "react";
import type { Revision, RevisionRecord, StoreId } from "../../../shared/model/index.ts";
import { type EngineClient, isCancelled } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";

/** The most revisions that one stretch of activity is summed up, or unfolded, from. */
export const MOST_RECORDS = 1_000;

/** A row that only flies by while the list is scrolled asks nothing. Milliseconds. */
const SETTLED = 120;

/** Revisions never change, so an answer stays true; the oldest answers make room. */
const answers = new Map<string, readonly RevisionRecord[]>();
const MOST_ANSWERS = 500;

/** The revisions after one and up to another, newest first, at most {@link MOST_RECORDS}. */
export async function readActivity(
  engine: EngineClient,
  store: StoreId,
  after: Revision,
  upTo: Revision,
  signal?: AbortSignal,
): Promise<readonly RevisionRecord[]> {
  const id = `${store} ${after} ${upTo}`;
  const known = answers.get(id);
  if (known !== undefined) return known;
  const records = await engine.history.revisions(
    { store, before: (upTo + 1) as Revision, limit: Math.min(upTo - after, MOST_RECORDS) },
    signal === undefined ? {} : { signal },
  );
  // Pruned revisions leave gaps, and older ones would come in their place.
  const answer = records.filter((record) => record.revision > after);
  const [oldest] = answers.keys();
  if (answers.size >= MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
  answers.set(id, answer);
  return answer;
}

/** `readActivity` for a row in view; null while it is on its way. */
export function useActivity(after: Revision, upTo: Revision): readonly RevisionRecord[] | null {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const fail = useApp((state) => state.fail);
  const [records, setRecords] = useState<readonly RevisionRecord[] | null>(
    answers.get(`${store} ${after} ${upTo}`) ?? null,
  );
  useEffect(() => {
    if (store === null) return;
    const controller = new AbortController();
    const ask = () =>
      readActivity(engine, store, after, upTo, controller.signal).then(
        (answer) => {
          if (!controller.signal.aborted) setRecords(answer);
        },
        (error: unknown) => {
          if (!controller.signal.aborted && !isCancelled(error)) fail(error);
        },
      );
    const timer = setTimeout(() => void ask(), answers.has(`${store} ${after} ${upTo}`) ? 0 : SETTLED);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [engine, store, after, upTo, fail]);
  return records;
}
