import type { Page } from "@playwright/test";
import { quantile } from "../statistics.ts";

/** How smoothly something was drawn. Milliseconds from one frame to the next. */
export interface Frames {
  readonly p50: number;
  readonly p95: number;
  /** Frames that a display of 60 a second would have shown and that were not drawn. */
  readonly dropped: number;
  readonly drawn: number;
}

const FRAME = 1_000 / 60;

/** The frames that the page drew while something was done. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const recording = { times: [] as number[], on: true };
    Object.assign(globalThis, { recording });
    const note = (time: number) => {
      recording.times.push(time);
      if (recording.on) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await act();
  const times = await page.evaluate(() => {
    const { recording } = globalThis as unknown as { recording: { times: number[]; on: boolean } };
    recording.on = false;
    return recording.times;
  });
  const gaps = times.slice(1).map((time, place) => time - (times[place] ?? time));
  return {
    p50: quantile(gaps, 0.5),
    p95: quantile(gaps, 0.95),
    dropped: gaps.reduce((total, gap) => total + Math.max(0, Math.round(gap / FRAME) - 1), 0),
    drawn: gaps.length,
  };
}
