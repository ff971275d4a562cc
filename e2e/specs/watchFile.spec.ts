import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEnhancedPersistence, FileWatch } from "../../main/engine/index.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

const BEFORE = '{\n\t"volume": 5,\n\t"name": "Ann"\n}\n';

/** Changes the file as another program would, sees it arrive, and goes back to what it said first. */
async function goBackInTime({ page, explorer, editor, timeline, restore }: Strata, file: string) {
  await expect(page.getByRole("button", { name: "Watching config.json" })).toBeVisible();
  const snapshots = timeline.rows.getByRole("option", { name: /^Snapshot watch,/ });
  await expect(snapshots).toHaveCount(1);
  await explorer.select("volume");
  await editor.showAs("Text");
  await editor.expectValue("volume", "5");

  await writeFile(file, BEFORE.replace("5", "7"));
  await editor.expectValue("volume", "7");
  await expect(snapshots).toHaveCount(2);

  await timeline.chooseOldest();
  await timeline.actOnChosen("Restore…");
  await restore.expectPreview({ added: 0, removed: 0, changed: 1 });
  await restore.confirm();
  await expect.poll(() => readFile(file, "utf8")).toBe(BEFORE);
  await editor.expectValue("volume", "5");
}

test("a file chosen to be watched has a history, and goes back with it", async ({
  launch,
  shell,
  dataDirectory,
}) => {
  test.skip(shell !== "electron", "only a desktop can name a path");
  const file = join(dataDirectory, "config.json");
  await writeFile(file, BEFORE);
  const strata = await launch();
  await strata.welcome.heading.waitFor();
  await strata.app.choosingFile(file, () => strata.page.keyboard.press("ControlOrMeta+Shift+o"));
  await strata.page
    .getByRole("dialog", { name: "Watch config.json" })
    .getByRole("button", { name: "Watch file" })
    .click();
  await goBackInTime(strata, file);
});

test("a store that is tied to a file follows it as soon as it is opened", async ({
  launch,
  dataDirectory,
}) => {
  const file = join(dataDirectory, "config.json");
  const folder = join(dataDirectory, "config.json.store");
  await writeFile(file, BEFORE);
  const store = await createEnhancedPersistence({ basePath: folder });
  await (await FileWatch.start(store, file, { kind: "every" })).close();
  await store.close();
  await goBackInTime(await launch({ paths: [folder] }), file);
});
