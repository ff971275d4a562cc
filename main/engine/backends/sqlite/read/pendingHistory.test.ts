import { describe, expect, it } from "vitest";
import type { Key, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { freshDirectory, openStore } from "../../../stores.fixture.ts";

const KEYS = ["kept", "one", "two", "zero\0inside", "gone"];

describe("moments whose superseded values are not in the history yet", () => {
  it("N7, N9, H3 compare and restore as they do once everything is flushed", async () => {
    const basePath = await freshDirectory();
    const store = await openStore({ basePath, maxSnapshots: 0 });
    const versions: SnapshotVersion[] = [];
    for (let n = 0; n < 4; n += 1) {
      await store.save({ kept: 0, one: `first ${n}`, two: { n }, [KEYS[3] as string]: n, [`new ${n}`]: n });
      versions.push((await store.snapshot()).version);
      await store.set("one", n);
      await store.set("two", { n, again: true });
      await store.set(KEYS[3] as string, `${n}`);
      if (n % 2 === 0) await store.delete("two");
      versions.push((await store.snapshot()).version);
      // Some compared values are packed, as deltas from pending values.
      if (n === 1) await store.pack();
    }
    const compared = async () => {
      const all: unknown[] = [];
      for (const from of versions)
        for (const to of versions) {
          const moments = [from, to].map((version) => ({ kind: "snapshot", version }) as const);
          all.push(await store.difference(moments[0] as never, moments[1] as never));
        }
      return all;
    };
    const before = await compared();
    const states: unknown[] = [];
    // Reading a whole state flushes pending history.
    for (const version of versions) states.push(await store.getSnapshotData(version));
    expect(await compared()).toEqual(before);
    for (const [i, from] of versions.entries()) {
      await store.write([{ key: "one" as Key, text: null }], { operation: "save" });
      const version = versions[(i * 3) % versions.length] as SnapshotVersion;
      expect(await store.restoreSnapshot(from)).toEqual(states[i]);
      expect(await store.restoreSnapshot(version)).toEqual(states[(i * 3) % versions.length]);
    }
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});
