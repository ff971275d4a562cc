import type { Strata } from "../../e2e/pages/strata.ts";
import { keyOf } from "../documents.ts";
import { type Frames, framesDuring } from "./frames.ts";

/** What one start of the app gave: milliseconds, and frames where something moves. */
export interface AppRound {
  /** From the start of its process to the first keys, with the store named on the command line. */
  readonly open: number;
  readonly scroll: Frames;
  /** From the last key press in the filter to the only key that matches. */
  readonly filter: number;
  /** Through the snapshots by the arrow keys of the time strip. */
  readonly scrub: Frames;
  /** From the click to the list of the 100 keys that differ. */
  readonly compare: number;
}

/** Does in the app what people do. `open` starts it and gives it when the first keys are there. */
export async function appRound(open: () => Promise<Strata>, keys: number): Promise<AppRound> {
  const opening = performance.now();
  const strata = await open();
  await strata.explorer.keys.getByRole("option").first().waitFor();
  const opened = performance.now() - opening;
  const { page } = strata;

  const box = await strata.explorer.keys.boundingBox();
  if (!box) throw new Error("The list of keys has no place on the page.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const scroll = await framesDuring(page, async () => {
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(16);
    }
  });

  const wanted = keyOf(Math.floor(keys / 3));
  await strata.explorer.filter.fill(wanted.slice(-9, -1));
  await page.waitForTimeout(500);
  const filtering = performance.now();
  await strata.explorer.filter.press("End");
  await page.keyboard.type(wanted.slice(-1));
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll('[role="listbox"][aria-label="Keys"] [role="option"]').length === count,
    1,
    { polling: "raf" },
  );
  const filter = performance.now() - filtering;
  await strata.explorer.filter.fill("");

  const strip = page.getByRole("slider", { name: "Moment on show" });
  await strip.focus();
  const scrub = await framesDuring(page, async () => {
    for (let turn = 0; turn < 60; turn++) {
      await page.keyboard.press("ArrowLeft");
      await page.waitForTimeout(16);
    }
  });
  await page.keyboard.press("End");

  const latest = strata.timeline.rows.getByRole("option", { name: /^Snapshot / }).nth(1);
  await latest.click();
  const comparing = performance.now();
  await strata.timeline.actOnChosen("Compare with now");
  await strata.compare.changes.getByRole("option").first().waitFor();
  return { open: opened, scroll, filter, scrub, compare: performance.now() - comparing };
}
