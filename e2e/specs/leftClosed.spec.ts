import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OpeningNotes } from "../../main/api/openingNotes.ts";
import { openingsDirectory } from "../../main/api/shell/userData.ts";
import { expect, test } from "../fixtures.ts";

const SIZES = [
  [900, 600],
  [1280, 800],
  [1920, 1200],
] as const;

test("F6 a store whose last opening did not end well stays closed, the page says which and why, and opens it when asked", async ({
  launch,
  dataDirectory,
}, info) => {
  const first = await launch();
  await first.welcome.createStore("Letters to everybody");
  await first.explorer.add("kept");
  await first.app.kill();
  // What is there when the process was killed in the middle of an opening.
  const notes = openingsDirectory(dataDirectory);
  await mkdir(notes, { recursive: true });
  const [name = ""] = await readdir(join(dataDirectory, "stores"));
  const path = join(dataDirectory, "stores", name);
  new OpeningNotes(notes, (error) => expect(error).toBeUndefined()).begin(path);
  const [note = ""] = await readdir(notes);
  const gone = 2 ** 22 + 1;
  await writeFile(join(notes, note), JSON.stringify({ path, process: gone }));

  const strata = await launch();
  const { page } = strata;
  await expect(strata.alert(/“Letters to everybody” was not opened/)).toBeVisible();
  const row = page.getByRole("button", { name: /^Open Letters to everybody all the same/ });
  await expect(row).toBeVisible();
  for (const [width, height] of SIZES) {
    await strata.app.resize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: info.outputPath(`left-closed-${width}-${colorScheme}.png`) });
    }
    await expect(row).toBeInViewport({ ratio: 1 });
  }
  await row.click();
  await expect(strata.explorer.key("kept")).toBeVisible();
  await strata.app.quit();
});
