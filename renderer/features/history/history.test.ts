import { describe, expect, it } from "vitest";
import type { RevisionRecord, SnapshotMetadata } from "../../../shared/model/index.ts";
import { blamed } from "./blame.ts";
import { chartOf } from "./chart.ts";
import { type KeyVersion, nextPageSize, snapshotsWith } from "./versions.ts";

const version = (revision: number, until: number | null, text: string | null = "1", at = 0) =>
  ({ text, revision: { revision, at }, until }) as unknown as KeyVersion;

const snapshots = [9, 5, 4].map(
  (revision) => ({ revision, version: `v${revision}` }) as unknown as SnapshotMetadata,
);

describe("the snapshots that hold a version", () => {
  it("are those from its own revision up to, not including, the one that ended it", () => {
    expect(snapshotsWith(version(4, 9), snapshots).map(({ revision }) => revision)).toEqual([5, 4]);
    expect(snapshotsWith(version(9, null), snapshots).map(({ revision }) => revision)).toEqual([9]);
    expect(snapshotsWith(version(1, 4), snapshots)).toEqual([]);
  });
});

describe("how many versions are asked for", () => {
  it("follows how large they are", () => {
    expect(nextPageSize([])).toBe(8);
    expect(nextPageSize([version(1, null, "x".repeat(10))])).toBe(200);
    expect(nextPageSize([version(1, null, "x".repeat(10_000_000))])).toBe(1);
  });
});

describe("the chart of a leaf", () => {
  it("has a point for each number or boolean, the oldest on the left", () => {
    const chart = chartOf([version(3, null, "10"), version(2, 3, "0"), version(1, 2, "5")], 100, 50);
    expect(chart?.points).toEqual([
      { index: 2, x: 0, y: 25 },
      { index: 1, x: 50, y: 50 },
      { index: 0, x: 100, y: 0 },
    ]);
    expect(chartOf([version(2, null, "true"), version(1, 2, "false")], 10, 10)?.highest).toBe(1);
  });

  it("has its points where they stand in time", () => {
    const places = (times: readonly [number, number, number]) => {
      const [last, middle, first] = times;
      const versions = [version(3, null, "3", last), version(2, 3, "2", middle), version(1, 2, "1", first)];
      return chartOf(versions, 100, 50)?.points.map(({ x }) => x);
    };
    expect(places([1_000, 900, 0])).toEqual([0, 90, 100]);
    expect(places([500, 900, 0])).toEqual([0, 50, 100]);
  });

  it("leaves out when there was nothing, and is none for other values", () => {
    expect(
      chartOf([version(3, null, "1"), version(2, 3, null), version(1, 2, "2")], 10, 10)?.points,
    ).toHaveLength(2);
    expect(chartOf([version(2, null, '"a"'), version(1, 2, "1")], 10, 10)).toBeNull();
    expect(chartOf([version(1, null, "1")], 10, 10)).toBeNull();
  });
});

describe("blame", () => {
  it("of a place that is not named is that of the place around it", () => {
    const at = (revision: number) => ({ revision }) as RevisionRecord;
    const places = new Map([
      ["", at(1)],
      ["/a", at(2)],
      ["/a/b~1c", at(3)],
    ]);
    expect(blamed(places, "/a/b~1c/d")?.revision).toBe(3);
    expect(blamed(places, "/a/x")?.revision).toBe(2);
    expect(blamed(places, "/z")?.revision).toBe(1);
    expect(blamed(new Map(), "/z")).toBeUndefined();
  });
});
