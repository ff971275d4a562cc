import type { Revision } from "../../shared/model/index.ts";
import type { EnhancedPersistence, FoundInterval } from "../engine/index.ts";

/**
 * An interval of revisions with the times of its ends, in milliseconds since 1970-01-01 UTC; 0 where the record was
 * pruned.
 */
export interface DatedInterval extends FoundInterval {
  readonly fromAt: number;
  readonly untilAt: number | null;
}

/** Adds times to intervals of revisions. Each revision is read once. */
export function intervalDates(
  store: Pick<EnhancedPersistence, "revisions">,
): (found: readonly FoundInterval[]) => Promise<DatedInterval[]> {
  const timeOf = revisionTimes(store);
  return (found) =>
    Promise.all(
      found.map(async (interval) => ({
        ...interval,
        fromAt: await timeOf(interval.from),
        untilAt: interval.until === null ? null : await timeOf(interval.until),
      })),
    );
}

function revisionTimes(
  store: Pick<EnhancedPersistence, "revisions">,
): (revision: Revision) => Promise<number> {
  const known = new Map<Revision, Promise<number>>();
  const look = async (revision: Revision) => {
    const [record] = await store.revisions({ before: (revision + 1) as Revision, limit: 1 });
    return record?.revision === revision ? record.at : 0;
  };
  return (revision) => {
    const time = known.get(revision) ?? look(revision);
    known.set(revision, time);
    return time;
  };
}
