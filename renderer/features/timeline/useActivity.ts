import type { Revision, RevisionRecord, StoreId } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";
import { type Asker, askOnce, useAnswer } from "../../data/useAnswer.ts";

/** The most revisions that one stretch of activity is summed up, or unfolded, from. */
export const MOST_RECORDS = 1_000;

/** A row that only flies by while the list is scrolled asks nothing. Milliseconds. */
export const IN_VIEW = 120;

const nameOf = (after: Revision, upTo: Revision) => `activity ${after} ${upTo}`;

async function read(
  { engine, store, signal }: Omit<Asker, "signal"> & Partial<Asker>,
  after: Revision,
  upTo: Revision,
): Promise<readonly RevisionRecord[]> {
  const limit = Math.min(upTo - after, MOST_RECORDS);
  const question = { store, before: (upTo + 1) as Revision, limit };
  const records = await engine.history.revisions(question, signal ? { signal } : {});
  // Pruned revisions leave gaps, and older ones would come in their place.
  return records.filter(({ revision }) => revision > after);
}

/** The revisions after one and up to another, newest first, at most {@link MOST_RECORDS}. */
export const readActivity = (engine: EngineClient, store: StoreId, after: Revision, upTo: Revision) =>
  askOnce({ store, name: nameOf(after, upTo) }, () => read({ engine, store }, after, upTo));

/** `readActivity` for a row in view; null while it is on its way. Revisions never change, so an answer stays true. */
export const useActivity = (after: Revision, upTo: Revision): readonly RevisionRecord[] | null =>
  useAnswer({
    name: nameOf(after, upTo),
    freshness: "fixed",
    isKept: true,
    ask: (from) => read(from, after, upTo),
    pause: IN_VIEW,
    failsAloud: true,
  }).answer;
