import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { expect, test } from "../fixtures.ts";
import { PreferencesDialog } from "../pages/preferences.ts";

test("every preference takes effect at once, and is there after a restart", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "elevenSnapshots");
  const store = await createEnhancedPersistence({ basePath: folder, maxSnapshots: 0 });
  for (const key of ["a", "b", "c", "d", "e"]) await store.set(key, { list: [1] });
  for (let n = 1; n <= 11; n += 1) await store.createSnapshot(`v${n}`);
  await store.close();
  const strata = await launch({ paths: [folder] });
  const { page, explorer, editor, timeline } = strata;
  const preferences = new PreferencesDialog(page);
  await explorer.select("a");
  await editor.showAs("Text");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const text = editor.text("a");

  await test.step("theme, font size, indentation", async () => {
    await preferences.choose({ Theme: "Light" });
    const light = await background();
    await preferences.choose({
      Theme: "Dark",
      "Editor font size": "20 px",
      "Editor indentation": "4 spaces",
    });
    expect(await background()).not.toBe(light);
    await expect(text).toHaveCSS("font-size", "20px");
    await expect.poll(() => text.innerText()).toContain('\n    "list": [\n        1\n');
  });

  const takeSnapshot = page.getByRole("dialog", { name: "Take snapshot" });
  await test.step("tag suggestions", async () => {
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(takeSnapshot.getByRole("button", { name: "Add tag v11" })).toBeVisible();
    await page.keyboard.press("Escape");
    await preferences.choose({ "Tags to suggest": "None" });
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(takeSnapshot.getByRole("textbox", { name: "Tag" })).toBeVisible();
    await expect(takeSnapshot.getByRole("list", { name: "Tags in use" })).toHaveCount(0);
    await page.keyboard.press("Escape");
  });

  await test.step("questions before what is dangerous", async () => {
    await deleteOldest();
    await page.getByRole("dialog", { name: "Delete snapshot v1" }).getByText("Keep it").click();
    await expect(timeline.snapshot("v1")).toHaveCount(1);

    await preferences.choose({ "Ask before": "Deleting several keys, too" });
    await chooseKeys("b", "c");
    const question = page.getByRole("dialog", { name: "Delete 2 keys" });
    await explorer.actOnChosen("Delete");
    await question.getByRole("button", { name: "Keep them" }).click();
    await expect(explorer.panel.getByText("2 selected")).toBeVisible();
    await explorer.actOnChosen("Delete");
    await question.getByRole("button", { name: "Delete 2 keys" }).click();
    await expect(explorer.key("b")).toHaveCount(0);

    await preferences.choose({ "Ask before": "Nothing" });
    await chooseKeys("d", "e");
    await explorer.actOnChosen("Delete");
    await expect(strata.notice("Deleted 2 keys")).toHaveCount(2);
    await deleteOldest();
    await expect(strata.notice("Deleted snapshot v1")).toBeVisible();
    await expect(timeline.snapshot("v1")).toHaveCount(0);
  });

  await test.step("the maximum of snapshots", async () => {
    await preferences.choose({ "Snapshots to keep": "The latest 10" });
    await timeline.takeSnapshot("v12");
    await expect(timeline.snapshot("v2")).toHaveCount(0);
    await expect(timeline.snapshot("v3")).toHaveCount(1);
  });

  await test.step("the engine's settings", async () => {
    await preferences.choose({
      "Automatic snapshot": "Every 5 minutes",
      Cache: "On disk",
      "Older values are stored": "What changed in a value",
    });
    const kept = {
      theme: "dark",
      editorFontSize: 20,
      editorIndent: 4,
      tagSuggestions: false,
      confirmations: "never",
      maxSnapshots: 10,
      autoSnapshotMinutes: 5,
      cacheStrategy: "persistent",
      deltaStrategy: "dict",
    };
    const file = async () => JSON.parse(await readFile(join(dataDirectory, "settings.json"), "utf8"));
    await expect.poll(async () => (await file()).preferences).toMatchObject(kept);
  });

  await test.step("after a restart", async () => {
    await strata.app.quit();
    const again = await launch({ paths: [folder] });
    await again.explorer.select("a");
    await expect(again.editor.text("a")).toHaveCSS("font-size", "20px");
    expect(await again.page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  });

  async function deleteOldest() {
    await timeline.chooseOldest();
    await page.keyboard.press("Delete");
  }

  async function chooseKeys(first: string, last: string) {
    await explorer.key(first).click();
    await explorer.key(last).click({ modifiers: ["Shift"] });
    await expect(explorer.panel.getByText("2 selected")).toBeVisible();
  }
});
