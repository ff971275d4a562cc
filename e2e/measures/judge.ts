import { expect, type Page, test } from "@playwright/test";
import { type Frames, framesDuring } from "../../bench/app/frames.ts";
import type { Latencies } from "./latency.ts";
import { framesOfAnIdlePage } from "./starvation.ts";

/** The gross limit of a frame, in milliseconds. The aim is 16. */
const MOST_FRAME = 50;

/** A measurement beyond its limit is taken again: something else may have come between. */
const ATTEMPTS = 3;
/** While frames of an idle page take longer than this, a measurement says nothing about the app. Milliseconds. */
const STARVED = 34;
/** Attempts on a busy machine; after those the figures are reported without a verdict. */
const STARVED_ATTEMPTS = 6;

export function tell(what: string, { p50, p95 }: Latencies): void {
  console.log(`${test.info().project.name}, ${what}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
}

/** Does something until 95 % of the frames meanwhile are within the gross limit, or the attempts are used up. */
export function expectSmooth(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  return expectWithin(page, `${what}, frames`, MOST_FRAME, (): Promise<Frames> => framesDuring(page, act));
}

/** Measures until 95 % are within the limit, or the attempts are used up. */
export async function expectWithin(
  page: Page,
  what: string,
  limit: number,
  measure: () => Promise<Latencies>,
): Promise<void> {
  let starved = 0;
  for (let attempt = 1; ; ) {
    const measured = await measure();
    tell(what, measured);
    if (measured.p95 <= limit) return;
    const idle = await framesOfAnIdlePage(page);
    if (idle > STARVED) {
      console.log(
        `  meanwhile frames of the idle page took ${idle.toFixed(0)} ms: the machine is busy elsewhere`,
      );
      if (++starved === STARVED_ATTEMPTS) return;
    } else if (attempt++ === ATTEMPTS) {
      expect.soft(measured.p95, `${what}: 95 % of them, ms`).toBeLessThanOrEqual(limit);
      return;
    }
  }
}
