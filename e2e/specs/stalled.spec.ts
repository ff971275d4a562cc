import { expect, test } from "../fixtures.ts";

test.skip(
  ({ shell }) => shell !== "browser",
  "the engine's thread can be made to hang in the loopback server only",
);

test("F11 an engine that hangs is said and can be stopped; what was saved is there again, and quitting ends", async ({
  launch,
}, info) => {
  const strata = await launch();
  await strata.welcome.createStore("Settings");
  await strata.explorer.add("theme");
  await strata.editor.change("theme", '{"name": "dusk"}');
  const { page, server } = strata.app;
  server?.hangEngine();

  const band = page.getByRole("region", { name: "The engine does not answer" });
  await expect(band).toContainText(/The engine has not answered for \d+ s/, { timeout: 30_000 });
  await expect(page.getByText("Not answering")).toBeVisible();
  await strata.editor.expectValue("theme", '{"name":"dusk"}');
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: info.outputPath(`stalled-${colorScheme}.png`) });
  }
  await band.getByRole("button", { name: "Stop the engine" }).click();
  await expect(page.getByText(/The engine was stopped and started again/)).toBeVisible({ timeout: 30_000 });
  await expect(band).toBeHidden();
  await strata.editor.change("theme", '{"name": "dawn"}');

  server?.hangEngine();
  await expect(band).toBeVisible({ timeout: 30_000 });
  // The fixture's quit waits until the process is gone.
  await strata.app.quit();
});

test("F11 C19a a server that is stopped is said, the last values stay, and all goes on when it does", async ({
  launch,
}, info) => {
  const strata = await launch();
  await strata.welcome.createStore("Settings");
  await strata.explorer.add("theme");
  await strata.editor.change("theme", '{"name": "dusk"}');
  const { page, server } = strata.app;
  server?.freeze();
  const band = page.getByRole("region", { name: "Strata does not answer" });
  await expect(band).toContainText(/Strata has not answered for \d+ s/, { timeout: 30_000 });
  await strata.editor.expectValue("theme", '{"name":"dusk"}');
  await page.screenshot({ path: info.outputPath("frozen.png") });
  server?.thaw();
  await expect(band).toBeHidden({ timeout: 30_000 });
  await strata.editor.change("theme", '{"name": "dawn"}');
});
