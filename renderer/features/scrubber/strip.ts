import { firstIndex, largest, type Revision, type SnapshotMetadata } from "../../../shared/model/index.ts";

/** What happened over some revisions that follow each other, as the contract gives it. */
export interface ActivityBucket {
  readonly from: Revision;
  readonly to: Revision;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly revisions: number;
  readonly touched: number;
  readonly entryCount: number;
  readonly sizeBytes: number;
}

/** The share of the strip's height that the smallest bar has. */
const LOWEST = 0.12;

/** The strip's own measures. Pixels. */
export interface StripSize {
  readonly width: number;
  readonly height: number;
}

/** The revision that stands at a place of the strip, and about when it was. Null without any activity. */
export function momentAt(
  buckets: readonly ActivityBucket[],
  x: number,
  width: number,
): { readonly revision: Revision; readonly at: number } | null {
  const place = Math.min(Math.max(x / Math.max(width, 1), 0), 1) * buckets.length;
  const bucket = buckets[Math.min(Math.floor(place), buckets.length - 1)];
  if (bucket === undefined) return null;
  const share = Math.min(1, place - Math.floor(Math.min(place, buckets.length - 1)));
  const revision = Math.round(bucket.from + share * (bucket.to - bucket.from)) as Revision;
  return { revision, at: bucket.fromAt + share * (bucket.toAt - bucket.fromAt) };
}

/** Where a revision stands on the strip; the end for one that is newer than all. */
export function placeOf(buckets: readonly ActivityBucket[], revision: number, width: number): number {
  const each = width / Math.max(buckets.length, 1);
  const index = firstIndex(0, buckets.length, (place) => (buckets[place]?.to ?? 0) >= revision);
  const bucket = buckets[index];
  if (bucket === undefined) return width;
  const share = bucket.to === bucket.from ? 0.5 : (revision - bucket.from) / (bucket.to - bucket.from);
  return (index + Math.min(Math.max(share, 0), 1)) * each;
}

/**
 * The outline of the bars: how many keys each bucket touched, by the logarithm, because an import touches more than a year
 * of edits.
 */
export function barsPath(buckets: readonly ActivityBucket[], { width, height }: StripSize): string {
  const each = width / Math.max(buckets.length, 1);
  const most = Math.log1p(
    largest(
      buckets.map(({ touched }) => touched),
      1,
    ),
  );
  const gap = each > 3 ? 1 : 0;
  return buckets
    .map(({ touched }, index) => {
      const bar = (LOWEST + (1 - LOWEST) * (Math.log1p(touched) / most)) * (height - 4);
      const left = round(index * each);
      return `M${left} ${height}V${round(height - bar)}H${round((index + 1) * each - gap)}V${height}Z`;
    })
    .join("");
}

/** The line of the store's size over time, as steps. */
export function sizePath(buckets: readonly ActivityBucket[], { width, height }: StripSize): string {
  const each = width / Math.max(buckets.length, 1);
  const most = largest(
    buckets.map(({ sizeBytes }) => sizeBytes),
    1,
  );
  return buckets
    .map(({ sizeBytes }, index) => {
      const y = round(height - 1 - (sizeBytes / most) * (height - 3));
      return `${index === 0 ? `M0 ${y}` : `V${y}`}H${round((index + 1) * each)}`;
    })
    .join("");
}

/** Marks where snapshots are, at most one a pixel. */
export function snapshotMarks(
  buckets: readonly ActivityBucket[],
  snapshots: readonly SnapshotMetadata[],
  width: number,
): string {
  const places = new Set(snapshots.map(({ revision }) => Math.round(placeOf(buckets, revision, width))));
  return [...places].map((x) => `M${x} 0V5`).join("");
}

const round = (value: number) => Math.round(value * 10) / 10;
