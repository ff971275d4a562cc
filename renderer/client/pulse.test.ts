import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { takePulse } from "./pulse.ts";

describe("F11 the page's question whether the other side is there", () => {
  let answers: (() => void)[];
  let said: (number | null)[];
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    answers = [];
    said = [];
    stop = takePulse(
      () => new Promise<void>((resolve) => answers.push(resolve)),
      (since) => said.push(since),
    );
  });

  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it("F11 says since when nothing answers, and when something does again", async () => {
    const began = Date.now();
    await vi.advanceTimersByTimeAsync(4_900);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual([began]);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(said).toEqual([began, null]);
    expect(answers).toHaveLength(2);
  });

  it("F11 says nothing while each question is answered", async () => {
    for (let i = 0; i < 20; i += 1) {
      answers.at(-1)?.();
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(said).toEqual([]);
    expect(answers.length).toBeGreaterThan(15);
  });
});
