import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEnhancedPersistence, FileWatch, WatchBindings } from "../../main/engine/index.ts";
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

test("a store that is bound to a file follows it as soon as it is opened", async ({
  launch,
  dataDirectory,
}) => {
  const file = join(dataDirectory, "config.json");
  const folder = join(dataDirectory, "config.json.store");
  await writeFile(file, BEFORE);
  const store = await createEnhancedPersistence({ basePath: folder });
  const bindings = new WatchBindings(join(dataDirectory, "bindings"));
  await (await FileWatch.bind(store, bindings, file, { kind: "every" })).close();
  await store.close();
  await goBackInTime(await launch({ paths: [folder] }), file);
});

test("F4 a store that says it follows a file reads and writes nothing there before a person agreed", async ({
  launch,
  shell,
  dataDirectory,
}) => {
  const file = join(dataDirectory, "victim.json");
  const folder = join(dataDirectory, "received");
  await writeFile(file, BEFORE);
  const store = await createEnhancedPersistence({ basePath: folder });
  await store.set("evil", 1);
  await store.close();
  await writeFile(join(folder, "watch.json"), JSON.stringify({ file, rule: { kind: "every" } }));

  const strata = await launch({ paths: [folder] });
  const { page, explorer } = strata;
  const isDesktop = shell === "electron";
  const banner = page.getByRole("region", { name: "File of this store" });
  await expect(banner).toContainText(`follows ${isDesktop ? file : "victim.json"}`);
  await expect(explorer.key("evil")).toBeVisible();
  expect(await readFile(file, "utf8")).toBe(BEFORE);

  await banner.getByRole("button", { name: "Details…" }).click();
  const dialog = page.getByRole("dialog", { name: "Follow victim.json?" });
  await expect(dialog).toContainText(isDesktop ? file : "strata watch");
  if (isDesktop) {
    await dialog.getByRole("button", { name: "Watch this file" }).click();
    await expect(page.getByRole("button", { name: "Watching victim.json" })).toBeVisible();
    await expect(explorer.key("volume")).toBeVisible();
    expect(await readFile(file, "utf8")).toBe(BEFORE);
  } else {
    await expect(dialog.getByRole("button", { name: "Watch this file" })).toHaveCount(0);
    await dialog.getByRole("button", { name: "Forget it" }).click();
  }
  await expect(banner).toHaveCount(0);
  expect(await readdir(folder)).not.toContain("watch.json");
});
