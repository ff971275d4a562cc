import type { Revision, RevisionRecord, StoreId } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { Answers, useRemembered } from "./useRemembered.ts";

/** The most revisions that one stretch of activity is summed up, or unfolded, from. */
export const MOST_RECORDS = 1_000;

/** Revisions never change, so an answer stays true. */
const answers = new Answers<readonly RevisionRecord[]>();

const questionOf = (store: StoreId, after: Revision, upTo: Revision) => `${store} ${after} ${upTo}`;

/** The revisions after one and up to another, newest first, at most {@link MOST_RECORDS}. */
export async function readActivity(
  engine: EngineClient,
  store: StoreId,
  after: Revision,
  upTo: Revision,
  signal?: AbortSignal,
): Promise<readonly RevisionRecord[]> {
  const question = questionOf(store, after, upTo);
  const known = answers.get(question);
  if (known !== undefined) return known;
  const records = await engine.history.revisions(
    { store, before: (upTo + 1) as Revision, limit: Math.min(upTo - after, MOST_RECORDS) },
    signal === undefined ? {} : { signal },
  );
  // Pruned revisions leave gaps, and older ones would come in their place.
  return answers.set(
    question,
    records.filter((record) => record.revision > after),
  );
}

/** `readActivity` for a row in view; null while it is on its way. */
export function useActivity(after: Revision, upTo: Revision): readonly RevisionRecord[] | null {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  return useRemembered(answers, store && questionOf(store, after, upTo), async (signal) =>
    store ? readActivity(engine, store, after, upTo, signal) : [],
  );
}
