import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** Drags a file or a folder from the system onto the middle of the window, and lets it go there. */
async function drop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", {
      type,
      x: 400,
      y: 300,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
  await session.detach();
}

test("a JSON file dropped on the window is offered as a store", async ({ strata, dataDirectory }) => {
  const file = join(dataDirectory, "dropped.json");
  await writeFile(file, '{"plum": {"price": 2}, "pear": {"price": 1.0}}');
  await strata.welcome.heading.waitFor();
  await drop(strata.page, file);
  await expect(strata.importDialog.dialog).toContainText("dropped.json");
  await strata.importDialog.confirm();
  await expect(strata.explorer.key("plum")).toBeVisible();
});

test("a folder dropped on the window is opened as a store", async ({ strata, shell, dataDirectory }) => {
  test.skip(shell !== "electron", "only a desktop can open a folder");
  const folder = join(dataDirectory, "dropped store");
  await mkdir(folder);
  await strata.welcome.heading.waitFor();
  await drop(strata.page, folder);
  await expect(strata.page.getByRole("button", { name: "Store dropped store" })).toBeVisible();
  await strata.explorer.add("inside");
});
