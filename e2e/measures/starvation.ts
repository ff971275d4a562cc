import type { Page } from "@playwright/test";
import { framesDuring } from "../../bench/app/frames.ts";

/** Milliseconds of work in each frame, and frames with it: what the app may well need itself. */
const WORK = 8;
const FRAMES = 60;

/**
 * Milliseconds that 95 % of the frames take while the app is idle and every frame holds a fixed, small amount of
 * work. On a machine that gives the page its turn they are 17: what is more, other processes took.
 */
export async function framesOfAnIdlePage(page: Page): Promise<number> {
  const { p95 } = await framesDuring(page, () =>
    page.evaluate(
      async ({ work, frames }) => {
        const spin = (rounds: number) => {
          let sum = 0;
          for (let round = 0; round < rounds; round++) sum += Math.sqrt(round);
          return sum;
        };
        // The quickest of some tells how much work fits, whatever else the machine does.
        const rounds = 200_000;
        let quickest = Number.POSITIVE_INFINITY;
        for (let trial = 0; trial < 10; trial++) {
          const began = performance.now();
          spin(rounds);
          quickest = Math.min(quickest, performance.now() - began);
        }
        for (let frame = 0; frame < frames; frame++) {
          await new Promise(requestAnimationFrame);
          spin((rounds * work) / Math.max(quickest, 0.01));
        }
      },
      { work: WORK, frames: FRAMES },
    ),
  );
  return p95;
}
