import { describe, expect, it } from "vitest";
import type { RevisionRecord, SnapshotMetadata } from "../../../shared/model/index.ts";
import { activitySummary } from "../../moments/activity.ts";
import { dayName } from "../../moments/days.ts";
import { dateBound, searchSnapshots, withDateBound } from "../../moments/search.ts";
import { previousOf, timelineRows } from "./rows.ts";
import { tagsInUse } from "./useTags.ts";

const NOON = new Date(2025, 9, 6, 12).getTime();
const HOUR = 3_600_000;

const snapshot = (revision: number, at: number, more: Partial<SnapshotMetadata> = {}) =>
  ({
    version: `v${Math.floor(at / 1000)}-0000000${revision % 10}`,
    createdAt: new Date(at).toISOString(),
    tags: [],
    description: null,
    revision,
    pinned: false,
    ...more,
  }) as unknown as SnapshotMetadata;

const record = (revision: number, more: Partial<RevisionRecord> = {}) =>
  ({
    revision,
    at: NOON,
    operation: "set",
    touched: 1,
    key: `k${revision % 3}`,
    detail: null,
    ...more,
  }) as RevisionRecord;

const rowsOf = (
  snapshots: SnapshotMetadata[],
  revision: number,
  unfolded = new Map<string, RevisionRecord[]>(),
) =>
  timelineRows({
    snapshots,
    previous: previousOf(snapshots),
    revision: revision as never,
    unfolded,
    isFiltered: false,
  }).map((row) => `${row.kind} ${row.kind === "activity" ? `${row.after}-${row.upTo}` : row.id}`);

describe("the timeline", () => {
  const newer = snapshot(9, NOON);
  const older = snapshot(4, NOON - 30 * HOUR);

  it("puts the present first, snapshots under their days, and activity between them", () => {
    expect(rowsOf([newer, older], 12)).toEqual([
      "now now",
      "activity 9-12",
      `day d${newer.version}`,
      `snapshot ${newer.version}`,
      "activity 4-9",
      `day d${older.version}`,
      `snapshot ${older.version}`,
      "activity 0-4",
    ]);
  });

  it("has no activity between snapshots of one revision", () => {
    expect(
      rowsOf([snapshot(0, NOON), snapshot(0, NOON)], 0).filter((row) => row.startsWith("activity")),
    ).toEqual([]);
  });

  it("unfolds activity in its place and says how much more there is", () => {
    const rows = rowsOf([], 9, new Map([["a0", [record(9), record(8)]]]));
    expect(rows).toEqual(["now now", "activity 0-9", "revision r9", "revision r8", "rest rest0"]);
  });

  it("shows matching snapshots alone while it is searched", () => {
    const rows = timelineRows({
      snapshots: [newer],
      previous: previousOf([newer, older]),
      revision: 12 as never,
      unfolded: new Map(),
      isFiltered: true,
    });
    expect(rows.map((row) => row.kind)).toEqual(["day", "snapshot"]);
    expect(rows[1]).toMatchObject({ snapshot: newer, previous: older });
  });
});

describe("a stretch of activity", () => {
  it("is summed up by kind and by key", () => {
    expect(activitySummary([record(1), record(2), record(3), record(4)], 4)).toBe("4 edits in 3 keys");
    expect(activitySummary([record(1), record(2, { operation: "import", key: null })], 2)).toBe(
      "1 edit, 1 import",
    );
  });

  it("of one revision is that revision", () => {
    expect(activitySummary([record(1)], 1)).toBe("Edit of k1");
  });

  it("too long to be read is only counted", () => {
    expect(activitySummary([record(1)], 5)).toBe("5 changes");
    expect(activitySummary(null, 1)).toBe("1 change");
  });
});

describe("searching snapshots", () => {
  const release = snapshot(1, NOON, { tags: ["Release"], description: "Before the move" });
  const nightly = snapshot(2, NOON - 48 * HOUR, { tags: ["nightly"], pinned: true });
  const found = (query: string) => searchSnapshots([release, nightly], query, NOON).map((one) => one.tags[0]);

  it("finds parts of tags, descriptions and dates, all words together", () => {
    expect(found("rel")).toEqual(["Release"]);
    expect(found("release MOVE")).toEqual(["Release"]);
    expect(found("release nightly")).toEqual([]);
    expect(found("2025-10-04")).toEqual(["nightly"]);
    expect(found("today")).toEqual(["Release"]);
    expect(found("")).toEqual(["Release", "nightly"]);
  });

  it("leaves those from a day on, and those before one", () => {
    expect(found("after:2025-10-05")).toEqual(["Release"]);
    expect(found("after:2025-10-04 before:2025-10-05")).toEqual(["nightly"]);
    expect(found("before:today")).toEqual(["nightly"]);
    expect(found("after:2026")).toEqual([]);
    expect(found("before:2025-11 rel")).toEqual(["Release"]);
  });

  it("has its bounds set by a date field, the other words as they were", () => {
    const query = withDateBound("rel after:2025-01-01", "before", "2025-10-03");
    expect(query).toBe("rel after:2025-01-01 before:2025-10-03");
    expect(dateBound(query, "before")).toBe("2025-10-03");
    expect(withDateBound(query, "after", "")).toBe("rel before:2025-10-03");
    expect(dateBound(query, "after")).toBe("2025-01-01");
    expect(dateBound("", "after")).toBe("");
  });

  it("narrows a word down to tags or to pins", () => {
    expect(found("tag:move")).toEqual([]);
    expect(found("is:pinned")).toEqual(["nightly"]);
  });
});

describe("the name of a day", () => {
  it("is relative for the last two, and without the year in this one", () => {
    expect(dayName(NOON, NOON)).toBe("Today");
    expect(dayName(NOON - 20 * HOUR, NOON)).toBe("Yesterday");
    expect(dayName(NOON - 72 * HOUR, NOON)).toContain("October");
    expect(dayName(NOON - 9000 * HOUR, NOON)).toContain("2024");
  });
});

it("tags are offered as they were used lately, those that Strata gives by itself last", () => {
  const tags = [["watch"], ["safety", "beta"], ["release"], ["import", "auto"], ["release", "alpha"]];
  expect(tagsInUse(tags.map((each, index) => snapshot(9 - index, NOON, { tags: each })))).toEqual([
    ...["beta", "release", "alpha"],
    ...["watch", "safety", "import", "auto"],
  ]);
});
