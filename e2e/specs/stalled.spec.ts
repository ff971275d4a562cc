import { stateOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

/** Milliseconds that quitting takes at most. */
const QUIT_WITHIN = 12_000;

test("F11 an engine that hangs is said and can be stopped; what was saved is there again, and quitting ends within 12 s", async ({
  launch,
  dataDirectory,
}, info) => {
  const strata = await launch();
  await strata.welcome.createStore("Settings");
  await strata.explorer.add("theme");
  await strata.editor.change("theme", '{"name": "dusk"}');
  const { app, page } = strata;
  await app.hangEngine();

  const band = page.getByRole("region", { name: "The engine does not answer" });
  await expect(band).toContainText(/The engine has not answered for \d+ s/, { timeout: 30_000 });
  await expect(page.getByText("Not answering")).toBeVisible();
  await strata.editor.expectValue("theme", '{"name":"dusk"}');
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: info.outputPath(`stalled-${colorScheme}.png`) });
  }
  await band.getByRole("button", { name: "Stop the engine" }).click();
  await expect(page.getByText(/The engine was stopped and restarted/)).toBeVisible({ timeout: 30_000 });
  await expect(band).toBeHidden();
  await strata.editor.change("theme", '{"name": "dawn"}');

  await app.hangEngine();
  await expect(band).toBeVisible({ timeout: 30_000 });
  // It waits until the process is gone.
  const began = performance.now();
  await app.quit();
  expect(performance.now() - began).toBeLessThan(QUIT_WITHIN);
  expect(await stateOnDisk(dataDirectory)).toEqual({ theme: { name: "dawn" } });
});

test("F11 C19a a server that is stopped is said, the last values stay, and all goes on when it does", async ({
  launch,
  shell,
}, info) => {
  test.skip(
    shell !== "browser",
    "a desktop's page is drawn with the help of the process that would be stopped",
  );
  const strata = await launch();
  await strata.welcome.createStore("Settings");
  await strata.explorer.add("theme");
  await strata.editor.change("theme", '{"name": "dusk"}');
  const { app, page } = strata;
  app.signal("SIGSTOP");
  const band = page.getByRole("region", { name: "Strata does not answer" });
  await expect(band).toContainText(/Strata has not answered for \d+ s/, { timeout: 30_000 });
  await strata.editor.expectValue("theme", '{"name":"dusk"}');
  await page.screenshot({ path: info.outputPath("frozen.png") });
  app.signal("SIGCONT");
  await expect(band).toBeHidden({ timeout: 30_000 });
  await strata.editor.change("theme", '{"name": "dawn"}');
});
