import type { Page } from "@playwright/test";
import { quantile } from "../../bench/statistics.ts";

/** Milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p95: number;
}

export const latenciesOf = (times: readonly number[]): Latencies => ({
  p50: quantile(times, 0.5),
  p95: quantile(times, 0.95),
});

/** What has to be on the page: the first element of a selector, with this text in it, or without that. */
export interface Shown {
  readonly selector: string;
  readonly text?: string;
  readonly without?: string;
  /** Where to look in the shadow of an element; default: in the page itself. */
  readonly shadowIn?: string;
}

/**
 * Milliseconds from the page's first event of this kind to the first frame in which something is there, by the page's
 * own clock: what goes on between the test and the page does not count.
 */
export async function timeUntil(
  page: Page,
  event: "input" | "pointerdown" | "pointermove",
  act: () => Promise<void>,
  shown: Shown,
): Promise<number> {
  await page.evaluate(
    ({ kind, selector, text, without, shadowIn }) => {
      const timing = { took: null as number | null };
      Object.assign(globalThis, { timing });
      const shadow = () => {
        const hosts = [...document.querySelectorAll(`${shadowIn} *`)];
        return hosts.find(({ shadowRoot }) => shadowRoot !== null)?.shadowRoot;
      };
      const begin = ({ timeStamp }: Event) => {
        const look = () => {
          const root = shadowIn === undefined ? document : shadow();
          const found = root?.querySelector(selector)?.textContent ?? null;
          const isThere = found?.includes(text ?? "") && (without === undefined || !found.includes(without));
          if (isThere) timing.took = performance.now() - timeStamp;
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      addEventListener(kind, begin, { capture: true, once: true });
    },
    { kind: event, ...shown },
  );
  await act();
  const took = await page.waitForFunction(
    () => (globalThis as unknown as { timing: { took: number | null } }).timing.took ?? 0,
    undefined,
    { timeout: 60_000 },
  );
  return took.jsonValue();
}
