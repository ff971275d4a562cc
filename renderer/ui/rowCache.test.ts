import { describe, expect, it } from "vitest";
import { RowCache, type RowWindow } from "./rowCache.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("RowCache", () => {
  it("shows what a partial answer holds, and asks again until the answer is whole", async () => {
    const answers: RowWindow<string>[] = [
      { total: 0, rows: [], partial: true },
      { total: 1, rows: ["a"], partial: true },
      { total: 2, rows: ["a", "b"] },
    ];
    const seen: (readonly [number | null, boolean])[] = [];
    let asked = 0;
    const cache = new RowCache<string>(
      async () => answers[asked++] ?? { total: -1, rows: [] },
      10,
      () => seen.push([cache.state.total, cache.state.stale]),
    );
    cache.show(0, 5);
    for (let i = 0; i < 10; i++) await settled();
    expect(seen).toEqual([
      [0, true],
      [1, true],
      [2, false],
    ]);
    expect(cache.at(1)).toBe("b");
    expect(asked).toBe(3);
  });

  it("stops asking when the list is another one", async () => {
    let asked = 0;
    const cache = new RowCache<string>(
      async () => {
        asked++;
        await settled();
        return { total: 0, rows: [], partial: true };
      },
      10,
      () => {},
    );
    cache.show(0, 5);
    await settled();
    cache.dispose();
    const before = asked;
    for (let i = 0; i < 5; i++) await settled();
    expect(asked - before).toBeLessThanOrEqual(1);
  });
});
