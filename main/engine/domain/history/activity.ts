import type { Revision } from "../../../../shared/model/index.ts";
import type { Backend, ReadView, RevisionEnd } from "../../backends/backend.ts";
import { Slices } from "../../core/slices.ts";
import type { ActivityBucket, JobOptions } from "../../persistence.ts";

/** Revisions added up at once. */
const PER_SLICE = 20_000;

/**
 * The number of changes and the size of the store over its retained revisions, oldest first, in at most `buckets`
 * buckets of equally many revisions.
 *
 * @param buckets From 1 to 2 000.
 */
export async function activity(
  backend: Backend,
  buckets: number,
  options?: JobOptions,
): Promise<ActivityBucket[]> {
  const slices = new Slices(options);
  const view = await backend.view("short", []);
  const newest = view.head.revision;
  const first = Math.max(await view.floor(), 1);
  const found: ActivityBucket[] = [];
  const width = Math.max(1, Math.ceil((newest - first + 1) / buckets));
  for (let from = first; from <= newest; from += width) {
    const bucket = await sumOf(view, from, Math.min(from + width, newest + 1), async (at) => {
      if (slices.due) await slices.pause(at - first, newest - first);
    });
    if (bucket !== null) found.push(bucket);
  }
  return found;
}

/** The revisions from one on, before another, added up in slices; null when there are none. */
async function sumOf(
  view: ReadView,
  from: number,
  end: number,
  pause: (at: number) => Promise<void>,
): Promise<ActivityBucket | null> {
  let revisions = 0;
  let touched = 0;
  let first: RevisionEnd | undefined;
  let last: RevisionEnd | undefined;
  for (let at = from; at < end; ) {
    const upTo = Math.min(at + PER_SLICE, end);
    const sum = await view.activity(at as Revision, upTo as Revision);
    revisions += sum.revisions;
    touched += sum.touched;
    first ??= sum.ends?.first;
    last = sum.ends?.last ?? last;
    // Past what is missing: it may be far.
    at = sum.next === null ? end : Math.max(upTo, sum.next);
    await pause(at);
  }
  if (first === undefined || last === undefined) return null;
  return {
    from: first.revision,
    to: last.revision,
    fromAt: first.at,
    toAt: last.at,
    revisions,
    touched,
    entryCount: last.entryCount,
    sizeBytes: last.sizeBytes,
  };
}
