import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ActivityBucket, barsPath, momentAt, placeOf, sizePath } from "./strip.ts";

const bucketsOf = (counts: readonly number[]): ActivityBucket[] => {
  let last = 0;
  return counts.map((revisions) => {
    const from = last + 1;
    last += revisions;
    return {
      from,
      to: last,
      fromAt: from * 1000,
      toAt: last * 1000,
      revisions,
      touched: revisions,
      entryCount: last,
      sizeBytes: last * 10,
    } as unknown as ActivityBucket;
  });
};

describe("a place on the strip", () => {
  it("is a revision of its bucket, from the oldest on the left to the newest on the right", () => {
    const buckets = bucketsOf([10, 10]);
    expect(momentAt(buckets, 0, 100)?.revision).toBe(1);
    expect(momentAt(buckets, 100, 100)?.revision).toBe(20);
    expect(momentAt(buckets, 75, 100)?.revision).toBeGreaterThan(10);
    expect(momentAt(buckets, -5, 100)?.revision).toBe(1);
    expect(momentAt([], 5, 100)).toBeNull();
  });

  it("leads back to the revision that leads to it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 50 }),
        fc.nat(1000),
        (counts, pick) => {
          const buckets = bucketsOf(counts);
          const newest = buckets.at(-1)?.to ?? 1;
          const revision = (pick % newest) + 1;
          // A whole pixel for each revision, so that rounding to pixels loses none.
          const width = counts.length * 1000;
          const found = momentAt(buckets, placeOf(buckets, revision, width) - 0.001, width);
          expect(Math.abs((found?.revision ?? 0) - revision)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("of a revision newer than all is the right end", () => {
    expect(placeOf(bucketsOf([5]), 99, 200)).toBe(200);
  });
});

describe("the drawing", () => {
  it("has a bar for each bucket and one line for the size", () => {
    const buckets = bucketsOf([1, 100, 3]);
    const size = { width: 90, height: 30 };
    expect(barsPath(buckets, size).match(/M/g)).toHaveLength(3);
    expect(sizePath(buckets, size).match(/M/g)).toHaveLength(1);
    expect(barsPath([], size)).toBe("");
  });
});
