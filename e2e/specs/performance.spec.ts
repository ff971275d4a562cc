import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { filterCalls, observeFilterCalls } from "../measures/filterCalls.ts";
import { expectSmooth, expectWithin, tell } from "../measures/judge.ts";
import { latenciesOf, timeUntil } from "../measures/latency.ts";
import { KEYS, keyOf, ROUND_KEY, SWEPT } from "../measures/millionKeys.ts";
import { millionKeysStore } from "../measures/millionKeysStore.ts";
import type { Strata } from "../pages/strata.ts";

/** The gross limit of a filter's first results, in milliseconds. The aim is 100. */
const MOST_FILTER = 300;

const FIRST_KEY = '[role="listbox"][aria-label="Keys"] [role="option"]';

test.describe.configure({ timeout: 300_000 });

test("a million keys scroll, filter, scrub and compare without a stutter", { tag: "@measured" }, async ({
  launch,
}) => {
  const strata = await launch({ paths: [await millionKeysStore()] });
  await expect(strata.explorer.key(ROUND_KEY)).toBeVisible({ timeout: 30_000 });
  await test.step("scrolling, turn by turn and from one end to the other", () => scrolling(strata));
  await test.step("a filter answers at once, wherever the matches are", () => filtering(strata));
  await test.step("typing a filter never waits for the letter before", () => typing(strata));
  await test.step("a long look says how far it is, and ends with the next key press", () => looking(strata));
  await test.step("dragging through time shows each moment live", () => scrubbing(strata));
  await test.step("changed keys are painted at once and scroll smoothly", () => comparing(strata));
});

async function scrolling({ page, explorer }: Strata) {
  await expectSmooth(page, "scrolling a million keys", async () => {
    await turnWheel(page, explorer.keys, 60);
    for (const key of ["End", "PageUp", "PageUp", "Home", "PageDown"]) await explorer.keys.press(key);
    await turnWheel(page, explorer.keys, 30);
  });
  // The wheel's last turn may still be coasting.
  await explorer.keys.press("Home");
  await expect(explorer.key(ROUND_KEY)).toBeVisible();
}

async function filtering({ page, explorer }: Strata) {
  const wanted = ["5", "/0000", "31337", String(KEYS / 2), keyOf(123_456), "99999"];
  await expectWithin(page, "first results of a filter", MOST_FILTER, async () => {
    const times: number[] = [];
    for (const text of wanted) {
      const shown = { selector: FIRST_KEY, text };
      times.push(await timeUntil(page, "input", () => explorer.filter.fill(text), shown));
      await clearFilter(explorer);
    }
    return latenciesOf(times);
  });
}

async function typing({ page, explorer }: Strata) {
  await explorer.filter.focus();
  await expectSmooth(page, "typing a filter", async () => {
    await page.keyboard.type(keyOf(65_432), { delay: 25 });
    await expect(explorer.key(keyOf(65_432))).toBeVisible();
    await clearFilter(explorer);
  });
}

async function looking({ page, explorer }: Strata) {
  const progress = explorer.panel.getByRole("progressbar", { name: "Looking through the keys" });
  await observeFilterCalls(page);
  await explorer.filterBy("value");
  await expect(async () => {
    await explorer.filter.fill("balance: nothing");
    await expect(progress).toHaveText(/^Looking through the keys[\d,]+ of 1,000,001$/);
    const asked = { selector: FIRST_KEY, text: "customer/" };
    const took = await timeUntil(page, "input", () => explorer.filter.fill("balance: 7"), asked);
    tell("first results after a filter that was still looking", latenciesOf([took]));
    const { made, cancelled } = await filterCalls(page);
    const last = made.findLast(({ filter }) => filter === "balance: nothing");
    // The key press may have come between two calls; then there was none to give up on.
    expect(last && cancelled.includes(last.id)).toBe(true);
    expect(made.at(-1)?.filter).toBe("balance: 7");
  }).toPass({ timeout: 60_000 });
  await clearFilter(explorer);
  await explorer.filterBy("text");
}

async function scrubbing({ page, explorer, scrubber }: Strata) {
  const times: number[] = [];
  await expectSmooth(page, "scrubbing", async () => {
    await scrubber.grab(0.95);
    for (let step = 1; step <= 15; step++) {
      const before = (await explorer.key(ROUND_KEY).textContent()) ?? "";
      times.push(
        await timeUntil(page, "pointermove", () => scrubber.dragTo(0.95 - step * 0.05), {
          selector: FIRST_KEY,
          text: ROUND_KEY,
          without: before,
        }),
      );
    }
    await scrubber.letGo();
    await expect(page.getByRole("region", { name: "Looking at the past" })).toHaveCount(0);
  });
  tell("a moment is on show after", latenciesOf(times));
}

async function comparing({ page, timeline, compare }: Strata) {
  await timeline.snapshot("round 200").click();
  const first = await timeUntil(page, "pointerdown", () => timeline.actOnChosen("Compare with now"), {
    selector: '[role="listbox"][aria-label="Changed keys"] [role="option"]',
    text: ROUND_KEY,
  });
  tell(`first paint of ${SWEPT.toLocaleString("en")} changed keys`, latenciesOf([first]));
  await compare.expectTotals({ added: 0, changed: SWEPT + 1, removed: 0 });
  await expectSmooth(page, "scrolling the changed keys", () => turnWheel(page, compare.changes, 60));
  const asTree = compare.panel.getByRole("button", { name: "As a tree" });
  const rolledUp = await timeUntil(page, "pointerdown", () => asTree.click(), {
    selector: '[role="tree"][aria-label="Changed keys"]',
    text: "customer/",
  });
  tell("their counts are rolled up in a tree", latenciesOf([rolledUp]));
  const customers = compare.panel.getByRole("treeitem", { name: /^customer\// });
  await expect(customers.getByRole("img", { name: `${SWEPT.toLocaleString("en")} changed` })).toBeVisible();
}

async function clearFilter(explorer: Strata["explorer"]) {
  await explorer.filter.fill("");
  await expect(explorer.key(ROUND_KEY)).toBeVisible();
}

async function turnWheel(page: Page, list: Locator, turns: number): Promise<void> {
  await list.hover();
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, 400);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}
