import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { type Frames, framesDuring } from "../../bench/app/frames.ts";
import { test as base, expect } from "../fixtures.ts";
import { type Latencies, latenciesOf, timeUntil } from "../measures/latency.ts";
import { KEYS, keyOf, makeMillionKeys, ROUND_KEY, SWEPT } from "../measures/millionKeys.ts";
import type { Strata } from "../pages/strata.ts";

/** The gross limits. Milliseconds. The aims are 16 and 100. */
const MOST_FRAME = 50;
const MOST_FILTER = 300;

/** A machine that is busy with something else may spoil a measurement; it is taken again then. */
const ATTEMPTS = 6;

const FIRST_KEY = '[role="listbox"][aria-label="Keys"] [role="option"]';

const test = base.extend<{ readonly strata: Strata }, { readonly millionKeys: string }>({
  millionKeys: [
    // Both shells look at one store, and a failure, after which Playwright begins anew, takes no time to make another:
    // it stays where the next run clears up first.
    async ({}, use, { project }) => {
      const directory = join(project.outputDir, "million-keys");
      if (!existsSync(directory)) {
        const began = performance.now();
        await mkdir(project.outputDir, { recursive: true });
        const making = await mkdtemp(`${directory}-`);
        await makeMillionKeys(making);
        await rename(making, directory);
        console.log(`made ${KEYS.toLocaleString("en")} keys in ${seconds(performance.now() - began)}`);
      }
      await use(directory);
    },
    { scope: "worker", timeout: 300_000 },
  ],
  strata: async ({ launch, millionKeys }, use) => {
    const strata = await launch({ paths: [millionKeys] });
    await expect(strata.explorer.key(ROUND_KEY)).toBeVisible({ timeout: 30_000 });
    await use(strata);
  },
});

test.describe.configure({ timeout: 300_000 });

test("a million keys scroll smoothly, turn by turn and from one end to the other", async ({ strata }) => {
  const { page, explorer } = strata;
  await expectSmooth("scrolling a million keys", () =>
    framesDuring(page, async () => {
      await turnWheel(page, explorer.keys, 60);
      for (const key of ["End", "PageUp", "PageUp", "Home", "PageDown"]) await explorer.keys.press(key);
      await turnWheel(page, explorer.keys, 30);
    }),
  );
});

test("a filter over a million keys answers at once, wherever the matches are", async ({ strata }) => {
  const { explorer, page } = strata;
  const wanted = ["5", "/0000", "31337", String(KEYS / 2), keyOf(123_456), "99999"];
  await expectQuick("first results of a filter", MOST_FILTER, async () => {
    const times: number[] = [];
    for (const text of wanted) {
      times.push(
        await timeUntil(page, "input", () => explorer.filter.fill(text), { selector: FIRST_KEY, text }),
      );
      await explorer.filter.fill("");
      await expect(explorer.key(ROUND_KEY)).toBeVisible();
    }
    return times;
  });
});

test("typing a filter letter by letter never waits for the letter before", async ({ strata }) => {
  const { explorer, page } = strata;
  await explorer.filter.focus();
  await expectSmooth("typing a filter", () =>
    framesDuring(page, async () => {
      await page.keyboard.type(keyOf(765_432), { delay: 25 });
      await expect(explorer.key(keyOf(765_432))).toBeVisible();
      await explorer.filter.fill("");
      await expect(explorer.key(ROUND_KEY)).toBeVisible();
    }),
  );
});

test("dragging through time shows each moment of a million keys live", async ({ strata }) => {
  const { page, explorer, scrubber } = strata;
  const times: number[] = [];
  const frames = await expectSmooth("scrubbing", () =>
    framesDuring(page, async () => {
      await scrubber.grab(0.95);
      for (let step = 1; step <= 25; step++) {
        const before = (await explorer.key(ROUND_KEY).textContent()) ?? "";
        times.push(
          await timeUntil(page, "pointermove", () => scrubber.dragTo(0.95 - step * 0.03), {
            selector: FIRST_KEY,
            text: ROUND_KEY,
            without: before,
          }),
        );
      }
      await scrubber.letGo();
      await expect(page.getByRole("region", { name: "Looking at the past" })).toHaveCount(0);
    }),
  );
  expect(frames.drawn).toBeGreaterThan(0);
  tell("a moment is on show after", latenciesOf(times));
});

test(`${SWEPT.toLocaleString("en")} changed keys are painted at once and scroll smoothly`, async ({
  strata,
}) => {
  const { page, timeline, compare } = strata;
  await timeline.snapshot("sweep").click();
  await timeline.snapshot("round 200").click();
  const first = await timeUntil(page, "pointerdown", () => timeline.actOnChosen("Compare with now"), {
    selector: '[role="listbox"][aria-label="Changed keys"] [role="option"]',
    text: ROUND_KEY,
  });
  tell(`first paint of ${SWEPT.toLocaleString("en")} changed keys`, latenciesOf([first]));
  await compare.expectTotals({ added: 0, changed: SWEPT + 1, removed: 0 });
  await expectSmooth("scrolling the changed keys", () =>
    framesDuring(page, () => turnWheel(page, compare.changes, 60)),
  );
});

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

function tell(what: string, { p50, p95 }: Latencies): void {
  console.log(`${test.info().project.name}, ${what}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
}

/** Measures until the frames are within the limit, or the attempts are used up. */
async function expectSmooth(what: string, measure: () => Promise<Frames>): Promise<Frames> {
  for (let attempt = 1; ; attempt++) {
    const frames = await measure();
    tell(`${what}, frames (${frames.drawn} drawn, ${frames.dropped} dropped)`, frames);
    if (frames.p95 > MOST_FRAME && attempt < ATTEMPTS) continue;
    expect(frames.p95, `${what}: 95 % of the frames, ms`).toBeLessThanOrEqual(MOST_FRAME);
    return frames;
  }
}

async function expectQuick(what: string, limit: number, measure: () => Promise<number[]>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const latencies = latenciesOf(await measure());
    tell(what, latencies);
    if (latencies.p95 > limit && attempt < ATTEMPTS) continue;
    expect(latencies.p95, `${what}: 95 % of them, ms`).toBeLessThanOrEqual(limit);
    return;
  }
}

async function turnWheel(page: Page, list: Locator, turns: number): Promise<void> {
  await list.hover();
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, 400);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}
