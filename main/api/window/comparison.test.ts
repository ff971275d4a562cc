import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Key, KeyDifference } from "../../../shared/model/index.ts";
import { Comparison } from "./comparison.ts";

const added = (key: string): KeyDifference => ({ key: key as Key, kind: "added", before: null, after: null });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a comparison", () => {
  it("answers with a part, then with more, then with all", async () => {
    let goOn: () => void = () => {};
    const comparison = new Comparison(async (found) => {
      found(added("a1"));
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      found(added("b"));
      found({ ...added("a2"), kind: "removed" });
    });
    const first = comparison.wait(80, undefined);
    await vi.advanceTimersByTimeAsync(80);
    await first;
    expect(comparison.complete).toBe(false);
    expect(comparison.filtered({ kinds: null, filter: "A" }).map(({ key }) => key)).toEqual(["a1"]);
    goOn();
    await comparison.wait(80, undefined);
    expect(comparison.complete).toBe(true);
    expect(comparison.filtered({ kinds: null, filter: "A" }).map(({ key }) => key)).toEqual(["a1", "a2"]);
    expect(comparison.filtered({ kinds: ["removed"], filter: "" }).map(({ key }) => key)).toEqual(["a2"]);
    expect(comparison.totals).toEqual({ added: 2, removed: 1, changed: 0 });
  });

  it("stops when nobody has asked for a while, not before", async () => {
    let stopped = false;
    const comparison = new Comparison(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            stopped = true;
            reject(signal.reason);
          });
        }),
    );
    for (let asked = 0; asked < 5; asked += 1) {
      const answer = comparison.wait(80, undefined);
      await vi.advanceTimersByTimeAsync(3000);
      await answer;
      expect(stopped).toBe(false);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(stopped).toBe(true);
  });

  it("tells whoever waits why it failed, and lets whoever left go", async () => {
    let fail: (error: Error) => void = () => {};
    const comparison = new Comparison(
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    const controller = new AbortController();
    const left = comparison.wait(null, controller.signal);
    const waiting = comparison.wait(null, undefined);
    controller.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    fail(new Error("damaged"));
    await expect(waiting).rejects.toThrow("damaged");
  });
});
