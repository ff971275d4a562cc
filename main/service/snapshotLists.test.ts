import { describe, expect, it } from "vitest";
import type { SnapshotMetadata } from "../../shared/model/index.ts";
import { SnapshotLists } from "./snapshotLists.ts";

const snapshot = (version: string, tag = "t") => ({ version, tags: [tag] }) as unknown as SnapshotMetadata;
const [a, b, c] = [snapshot("a"), snapshot("b"), snapshot("c")];

describe("what became of the snapshots since a list", () => {
  it("is those that are new, different and gone, and nothing while nothing is", () => {
    const lists = new SnapshotLists();
    const first = lists.since(null, [b, a]);
    expect(first).toMatchObject({ whole: true, snapshots: [b, a], removed: [] });
    const renamed = snapshot("b", "renamed");
    const second = lists.since(first.mark, [c, renamed]);
    expect(second).toMatchObject({ whole: false, snapshots: [c, renamed], removed: ["a"] });
    const third = lists.since(second.mark, [c, renamed]);
    expect(third).toEqual({ mark: second.mark, whole: false, snapshots: [], removed: [] });
  });

  it("is all of them when older ones come between, and for a list that is no longer known", () => {
    const lists = new SnapshotLists();
    const { mark } = lists.since(null, [c, a]);
    expect(lists.since(mark, [c, b, a])).toMatchObject({ whole: true, snapshots: [c, b, a] });
    expect(lists.since("of another engine", [a])).toMatchObject({ whole: true, snapshots: [a] });
  });
});
