import { describe, expect, it } from "vitest";
import type { Revision, StoreChange } from "../../shared/model/index.ts";
import { changeFeed } from "./changeFeed.ts";

class Source {
  readonly listeners = new Set<(change: StoreChange) => void>();
  onChange(listener: (change: StoreChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  change(revision: number, keys: readonly string[] | null, snapshots = false): void {
    for (const listener of this.listeners) listener({ revision: revision as Revision, keys, snapshots });
  }
}

describe("changeFeed", () => {
  it("tells changes that come faster than they are taken as one", async () => {
    const source = new Source();
    const feed = changeFeed(source, undefined);
    const first = feed.next();
    source.change(1, ["a"]);
    expect((await first).value).toEqual({ revision: 1, keys: ["a"], snapshots: false });
    source.change(2, ["b"]);
    source.change(3, ["b", "c"], true);
    source.change(4, ["d"]);
    expect((await feed.next()).value).toEqual({ revision: 4, keys: ["b", "c", "d"], snapshots: true });
  });

  it("names no keys when there are too many", async () => {
    const source = new Source();
    const feed = changeFeed(source, undefined);
    const first = feed.next();
    for (let i = 0; i < 3; i++) {
      source.change(
        i,
        Array.from({ length: 600 }, (_, n) => `${i}.${n}`),
      );
    }
    expect((await first).value).toMatchObject({ revision: 2, keys: null });
    source.change(5, null);
    source.change(6, ["a"]);
    expect((await feed.next()).value).toMatchObject({ revision: 6, keys: null });
  });

  it("stops listening when the signal fires, whether it waits or not", async () => {
    const source = new Source();
    const controller = new AbortController();
    const feed = changeFeed(source, controller.signal);
    const waiting = feed.next();
    controller.abort();
    expect((await waiting).done).toBe(true);
    expect(source.listeners.size).toBe(0);
  });
});
