import { expect, test } from "../fixtures.ts";

test.skip(({ shell }) => shell !== "electron", "only a desktop has windows of its own and a menu");

test("the page runs in a sandbox without Node, and nothing leads out of it", async ({ strata }) => {
  const { page, app } = strata;
  const preferences = await app.inMain(({ BrowserWindow }) => {
    // Electron has it for its own tests, and does not declare it.
    type Inspectable = { getLastWebPreferences(): Record<string, unknown> };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as Inspectable | undefined;
    return contents?.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });

  expect(new URL(page.url()).protocol).toBe("app:");
  expect(
    await page.evaluate(() => ["require", "process", "Buffer"].filter((name) => name in globalThis)),
  ).toEqual([]);
  expect(await page.evaluate(() => window.open("app://strata/"))).toBeNull();
});
