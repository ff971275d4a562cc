import { describe, expect, it, vi } from "vitest";
import { RowCache, type RowWindow } from "./rowCache.ts";

/** A list elsewhere whose answers are given by hand. */
class Remote {
  readonly asked: { offset: number; limit: number; signal: AbortSignal }[] = [];
  readonly #answers: ((window: RowWindow<string>) => void)[] = [];

  readonly fetch = (offset: number, limit: number, signal: AbortSignal) => {
    this.asked.push({ offset, limit, signal });
    return new Promise<RowWindow<string>>((resolve) => this.#answers.push(resolve));
  };

  async answer(question: number, window: RowWindow<string>): Promise<void> {
    this.#answers[question]?.(window);
    await Promise.resolve();
    await Promise.resolve();
  }
}

const rows = (from: number, count: number, name = "row") =>
  Array.from({ length: count }, (_, index) => `${name} ${from + index}`);

describe("RowCache", () => {
  it("asks for the pages in view, and for each once", async () => {
    const remote = new Remote();
    const cache = new RowCache(remote.fetch, 10, () => {});
    cache.show(0, 5);
    await remote.answer(0, { total: 100, rows: rows(0, 10) });
    cache.show(8, 25);
    cache.show(9, 26);
    expect(remote.asked.map(({ offset }) => offset)).toEqual([0, 10, 20]);
    expect(cache.at(9)).toBe("row 9");
    expect(cache.at(10)).toBeUndefined();
  });

  it("gives up on pages that are out of view before they come", async () => {
    const remote = new Remote();
    const cache = new RowCache(remote.fetch, 10, () => {});
    cache.show(0, 5);
    await remote.answer(0, { total: 1000, rows: rows(0, 10) });
    cache.show(500, 505);
    cache.show(900, 905);
    expect(remote.asked[1]?.signal.aborted).toBe(true);
    expect(remote.asked[2]?.signal.aborted).toBe(false);
  });

  it("keeps the old rows of another list on show until the first new ones are here", async () => {
    const remote = new Remote();
    const cache = new RowCache(remote.fetch, 10, () => {});
    cache.show(0, 5);
    await remote.answer(0, { total: 100, rows: rows(0, 10) });
    cache.restart();
    expect(cache.state).toMatchObject({ total: 100, stale: true });
    expect(cache.at(0)).toBe("row 0");
    await remote.answer(1, { total: 3, rows: rows(0, 3, "other") });
    expect(cache.state).toMatchObject({ total: 3, stale: false });
    expect(cache.at(0)).toBe("other 0");
    expect(cache.at(5)).toBeUndefined();
  });

  it("keeps the old rows on show while a change is asked after", async () => {
    const remote = new Remote();
    const cache = new RowCache(remote.fetch, 10, () => {});
    cache.show(0, 5);
    await remote.answer(0, { total: 10, rows: rows(0, 10) });
    cache.refresh();
    expect(cache.at(3)).toBe("row 3");
    await remote.answer(1, { total: 9, rows: rows(1, 9) });
    expect(cache.state.total).toBe(9);
    expect(cache.at(0)).toBe("row 1");
  });

  it("ignores an answer to a question that was given up", async () => {
    const remote = new Remote();
    const cache = new RowCache(remote.fetch, 10, () => {});
    cache.show(0, 5);
    cache.restart();
    await remote.answer(1, { total: 1, rows: ["new"] });
    await remote.answer(0, { total: 1, rows: ["old"] });
    expect(cache.at(0)).toBe("new");
  });

  it("goes on asking while only a part was found, and says so", async () => {
    vi.useFakeTimers();
    try {
      const remote = new Remote();
      const cache = new RowCache(remote.fetch, 10, () => {});
      cache.show(0, 5);
      await remote.answer(0, { total: 4, rows: rows(0, 4), partial: true, looked: { keys: 7, of: 90 } });
      expect(cache.state).toMatchObject({ total: 4, partial: true, looked: { keys: 7, of: 90 } });
      await vi.advanceTimersByTimeAsync(100);
      expect(remote.asked).toHaveLength(2);
      await remote.answer(1, { total: 25, rows: rows(0, 10) });
      expect(cache.state).toMatchObject({ total: 25, partial: false, looked: null });
      await vi.advanceTimersByTimeAsync(1000);
      expect(remote.asked).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("tells an error and recovers when asked again", async () => {
    let calls = 0;
    const cache = new RowCache<string>(
      async () => {
        calls += 1;
        if (calls === 1) throw new Error("lost");
        return { total: 1, rows: ["here"] };
      },
      10,
      () => {},
    );
    cache.show(0, 5);
    await vi.waitFor(() => expect(cache.state.error).toEqual(new Error("lost")));
    cache.refresh();
    await vi.waitFor(() => expect(cache.at(0)).toBe("here"));
    expect(cache.state.error).toBeNull();
  });
});
