import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Watchdog } from "./watchdog.ts";

describe("F11 the watchdog", () => {
  let said: boolean[];
  let asked: number;
  let watchdog: Watchdog;

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    asked = 0;
    watchdog = new Watchdog({
      ask: () => {
        asked += 1;
      },
      onChange: (silent) => said.push(silent),
    });
  });

  afterEach(() => {
    watchdog.stop();
    vi.useRealTimers();
  });

  it("F11 asks each second and says after five unanswered questions that nothing answers, and when it does again", () => {
    watchdog.answered();
    vi.advanceTimersByTime(5_000);
    expect([asked, said]).toEqual([6, []]);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([true]);
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([true]);
    watchdog.answered();
    expect(said).toEqual([true, false]);
  });

  it("F11 gives a thread the time that it takes to start", () => {
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });

  it("F11 a machine that slept for hours misses one question, not thousands", () => {
    watchdog.answered();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([]);
  });
});
