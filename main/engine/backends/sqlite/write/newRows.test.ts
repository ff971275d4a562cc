import { describe, expect, it } from "vitest";
import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import type { EntryChange } from "../../../persistence.ts";
import { openStore } from "../../../stores.fixture.ts";

const change = (key: string, value: unknown): EntryChange => ({
  key: key as Key,
  text: value === undefined ? null : (JSON.stringify(value) as JsonText),
});

const then = { kind: "revision", revision: 0 as Revision } as const;
const now = { kind: "now" } as const;

describe("filling an empty store", () => {
  it.each([1, 2, 31, 32, 33, 100])(
    "W1, W2 a key that comes again %i later has its last value, and is touched once",
    async (distance) => {
      const store = await openStore();
      const changes: EntryChange[] = [];
      for (let i = 0; i < 250; i += 1) {
        changes.push(change(`k${i}`, i));
        if (i % 7 === 0 && i >= distance) changes.push(change(`k${i - distance + 1}`, `again ${i}`));
      }
      await store.replace(changes, { operation: "import" });
      const expected = Object.fromEntries(changes.map(({ key, text }) => [key, JSON.parse(text as string)]));
      expect(await store.load()).toEqual(expected);
      expect((await store.revisions({ limit: 5 })).map(({ touched }) => touched)).toEqual([250]);
      expect((await store.status()).entryCount).toBe(250);
      const differing = await store.difference(then, now);
      expect(differing.map(({ key, kind }) => [key, kind])).toEqual(
        Object.keys(expected)
          .sort()
          .map((key) => [key, "added"]),
      );
      expect(await store.verify()).toMatchObject({ ok: true });
    },
  );

  it("W1 what the same revision takes out again was never there", async () => {
    const store = await openStore();
    const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
    const changes = keys.flatMap((key, i) => [
      change(key, i),
      ...(i % 3 === 0 ? [change(key, undefined)] : []),
      ...(i % 9 === 0 ? [change(key, "back")] : []),
    ]);
    await store.replace(changes, { operation: "import", keep: true });
    const expected = Object.fromEntries(
      keys.flatMap((key, i): [string, unknown][] =>
        i % 9 === 0 ? [[key, "back"]] : i % 3 === 0 ? [] : [[key, i]],
      ),
    );
    expect(await store.load()).toEqual(expected);
    expect(await store.verify()).toMatchObject({ ok: true });
    await store.undo();
    expect(await store.load()).toEqual({});
  });

  it("M4 values of any size go in side by side", async () => {
    const store = await openStore();
    const changes = Array.from({ length: 90 }, (_, i) =>
      change(`k${String(i).padStart(2, "0")}`, i % 10 === 3 ? "é".repeat(70_000) : i),
    );
    await store.replace(changes, { operation: "import" });
    expect((await store.entries(now, {}, 100)).map(({ key, text }) => ({ key, text }))).toEqual(changes);
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});
