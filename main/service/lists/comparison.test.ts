import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Key, KeyDifference } from "../../../shared/model/index.ts";
import { Comparison, type Patience } from "./comparison.ts";

const added = (key: string): KeyDifference => ({ key: key as Key, kind: "added", before: null, after: null });

const ALL = { kinds: null, filter: "" };
const aWhile: Patience = { most: 80, enough: 100, filter: ALL };

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
    const first = comparison.wait(aWhile, undefined);
    await vi.advanceTimersByTimeAsync(80);
    await first;
    expect(comparison.complete).toBe(false);
    expect(comparison.filtered({ kinds: null, filter: "A" }).map(({ key }) => key)).toEqual(["a1"]);
    goOn();
    await comparison.wait(aWhile, undefined);
    expect(comparison.complete).toBe(true);
    expect(comparison.filtered({ kinds: null, filter: "A" }).map(({ key }) => key)).toEqual(["a1", "a2"]);
    expect(comparison.filtered({ kinds: ["removed"], filter: "" }).map(({ key }) => key)).toEqual(["a2"]);
    expect(comparison.totals).toEqual({ added: 2, removed: 1, changed: 0 });
  });

  it("answers as soon as the rows asked for are there, then goes on for those that had them", async () => {
    const search = Promise.withResolvers<void>();
    let find: (difference: KeyDifference) => void = () => {};
    const comparison = new Comparison((found) => {
      find = found;
      return search.promise;
    });
    const answered: string[] = [];
    const ask = (name: string, enough: number, filter: string) =>
      comparison
        .wait({ most: 80, enough, filter: { kinds: null, filter } }, undefined)
        .then(() => answered.push(name));
    const asked = [ask("two", 2, ""), ask("an a and a b", 1, "a b"), ask("two with an a", 2, "a")];
    for (const key of ["a1", "b1"]) find(added(key));
    await vi.advanceTimersByTimeAsync(0);
    expect(answered).toEqual(["two"]);
    for (const key of ["a2", "b2"]) find(added(key));
    await vi.advanceTimersByTimeAsync(0);
    expect(answered).toEqual(["two", "two with an a"]);
    const again = ask("again", 2, "");
    await vi.advanceTimersByTimeAsync(79);
    expect(answered).toEqual(["two", "two with an a"]);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all([...asked, again]);
    expect(answered).toEqual(["two", "two with an a", "an a and a b", "again"]);
    search.resolve();
    await comparison.wait(null, undefined);
    expect(comparison.filtered({ kinds: null, filter: "A" }).map(({ key }) => key)).toEqual(["a1", "a2"]);
  });

  it("stops without requests for a while, not before", async () => {
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
      const answer = comparison.wait(aWhile, undefined);
      await vi.advanceTimersByTimeAsync(3000);
      await answer;
      expect(stopped).toBe(false);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(stopped).toBe(true);
  });

  it("reports the failure to waiting callers only", async () => {
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
