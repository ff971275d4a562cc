import type { Revision } from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import { Slices } from "../../core/slices.ts";
import type { ActivityBucket, JobOptions } from "../../persistence.ts";

/** Revisions that are added up in one go. */
const PER_SLICE = 20_000;

/**
 * How much happened, and how large the store was, over its retained revisions, oldest first, in at most `buckets`
 * stretches of equally many revisions.
 *
 * @param buckets From 1 to 2 000.
 */
export async function activity(
  core: StoreCore,
  buckets: number,
  options?: JobOptions,
): Promise<ActivityBucket[]> {
  const slices = new Slices(options);
  const [first, newest] = await core.historical((statements, present) => [
    Math.max(core.floor(statements), 1),
    present.revision,
  ]);
  const found: ActivityBucket[] = [];
  const width = Math.max(1, Math.ceil((newest - first + 1) / buckets));
  for (let from = first; from <= newest; from += width) {
    const end = Math.min(from + width, newest + 1);
    let revisions = 0;
    let touched = 0;
    for (let at = from; at < end; at += PER_SLICE) {
      const upTo = Math.min(at + PER_SLICE, end);
      const sum = await core.historical((statements) =>
        statements.activitySum.get(at as Revision, upTo as Revision),
      );
      revisions += sum?.[0] ?? 0;
      if (sum?.[0] === 0) {
        // Past what is missing: it may be far.
        const next = await core.historical((statements) =>
          statements.firstRevisionFrom.get(upTo as Revision),
        );
        at = Math.max(at, Math.min(next?.id ?? end, end) - PER_SLICE);
      }
      touched += sum?.[1] ?? 0;
      if (slices.due) await slices.pause(at - first, newest - first);
    }
    if (revisions === 0) continue;
    const ends = await core.historical((statements) => ({
      first: statements.firstRevisionFrom.get(from as Revision),
      last: statements.revisionUpTo.get((end - 1) as Revision),
    }));
    if (ends.first === undefined || ends.last === undefined) continue;
    found.push({
      from: ends.first.id,
      to: ends.last.id,
      fromAt: ends.first.at,
      toAt: ends.last.at,
      revisions,
      touched,
      entryCount: ends.last.entry_count,
      sizeBytes: ends.last.size_bytes,
    });
  }
  return found;
}
