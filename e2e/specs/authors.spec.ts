import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { expect, test } from "../fixtures.ts";

/** A name that would turn the text around it, break its line, and be longer than any place for it. */
const HOSTILE = `\u202eEve\n${"a very long name ".repeat(12)}`;

test("W13 who made a revision, and why, stands in the timeline, the history, the blame and the band of the past", async ({
  launch,
  dataDirectory,
}, testInfo) => {
  const folder = join(dataDirectory, "authors");
  await fill(folder);
  const strata = await launch({ paths: [folder] });
  const { page, timeline, explorer } = strata;
  const pictures = async (name: string) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: testInfo.outputPath(`${name}-${colorScheme}.png`) });
    }
  };

  await test.step("in the timeline's rows, and of the chosen moment", async () => {
    await timeline.rows
      .getByRole("option", { name: /changes|edits/ })
      .first()
      .click();
    const row = timeline.rows.getByRole("option", { name: /moved to Oslo/ });
    await expect(row.getByText("Ann", { exact: true })).toBeVisible();
    await row.click();
    await expect(timeline.detail).toContainText("by Ann");
    await expect(timeline.detail).toContainText("moved to Oslo");
    await pictures("timeline");
  });

  await test.step("in the band of the past, and of a snapshot", async () => {
    await timeline.actOnChosen("View");
    const band = page.getByRole("region", { name: "Looking at the past" });
    await expect(band).toContainText("changed by Ann: moved to Oslo");
    await pictures("band");
    await page.getByRole("button", { name: "Back to now" }).click();
    await timeline.snapshot("release").click();
    await expect(timeline.detail).toContainText(/revision 2 by Ann: moved to Oslo/);
  });

  await test.step("a name that is meant to mislead stays on one line and is cut", async () => {
    await timeline.rows
      .getByRole("option", { name: /folded/ })
      .first()
      .click();
    const hostile = timeline.rows.getByRole("option", { name: /Eve/ });
    await expect(hostile.getByText("Eve").first()).toBeVisible();
    await hostile.click();
    await oneLine(page);
    await pictures("hostile");
  });

  await test.step("in a key's history and its blame", async () => {
    await explorer.select("person");
    await page
      .getByRole("button", { name: /^History/ })
      .first()
      .click();
    const versions = page.getByRole("listbox", { name: "Versions" });
    await expect(versions.getByText("Ann", { exact: true }).first()).toBeVisible();
    await expect(versions.getByText("moved to Oslo")).toBeVisible();
    await oneLine(page);
    await pictures("history");
    await page.getByText("Blame", { exact: true }).first().click();
    await expect(page.getByTitle(/by Ann: “moved to Oslo”/).first()).toBeVisible();
    await pictures("blame");
  });
});

/** Each name is on one line, and no wider than its place. */
async function oneLine(page: Page): Promise<void> {
  const names = page.locator('bdi[title^="By "]');
  expect(await names.count()).toBeGreaterThan(0);
  for (const name of await names.all()) {
    const box = await name.boundingBox();
    if (box === null) continue;
    expect(box.height).toBeLessThan(30);
    expect(box.width).toBeLessThan(260);
    expect(await name.textContent()).not.toMatch(/[\n\u202e]/);
  }
}

async function fill(basePath: string): Promise<void> {
  const open = (author: string) => createEnhancedPersistence({ basePath, author, durability: "normal" });
  const set = (text: string, message?: string) =>
    [[{ key: "person", text }], { operation: "set", message }] as const;
  const ann = await open("Ann");
  await ann.set("person", { name: "Ann", city: "Bergen" });
  await ann.write(...set('{"name":"Ann","city":"Oslo"}', "moved to Oslo"));
  await ann.createSnapshot("release");
  await ann.close();
  const eve = await open(HOSTILE);
  await eve.write(...set('{"name":"Eve","city":"Oslo"}', "\u202ea message\nof two lines"));
  await eve.close();
}
