import type { Page } from "@playwright/test";

interface Observed {
  longTasks?: number[];
}

export async function observeLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    (globalThis as Observed).longTasks = tasks;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: "longtask" });
  });
}

/** The longest task since the observation began, in milliseconds; tasks up to 50 ms are not seen and count as 0. */
export function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...((globalThis as Observed).longTasks ?? [])));
}
