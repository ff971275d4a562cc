import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

const people = Object.fromEntries(
  Array.from({ length: 300 }, (_, i) => [
    `user/${i % 3 === 0 ? "eu" : "us"}/${String(i).padStart(3, "0")}`,
    { email: `n${i}@${i % 10 === 0 ? "example.com" : "elsewhere.org"}`, items: [{ price: i }] },
  ]),
);

test("keys are found by text, by expression and by value, and shown as a tree by separator", async ({
  strata,
  dataDirectory,
}) => {
  const { explorer, page } = strata;
  const file = join(dataDirectory, "people.json");
  await writeFile(file, JSON.stringify({ ...people, "settings.theme": { dark: true } }));
  await strata.importFile(file, 1);
  const count = (text: string) => expect(explorer.panel.getByText(text, { exact: true })).toBeVisible();
  const by = (mode: RegExp) => explorer.panel.getByRole("radio", { name: mode }).click();

  await page.keyboard.press("/");
  await page.keyboard.insertText("EU/00");
  await count("4 matches");
  await expect(explorer.key("user/eu/009")).toBeVisible();
  await by(/^Regular expression/);
  await explorer.filter.fill("^user/us/.*7$");
  await count("20 matches");
  await by(/^Value/);
  await explorer.filter.fill("email: *@example.com");
  await count("30 matches");
  await explorer.filter.fill("$.items[?@.price >= 298]");
  await count("2 matches");
  await explorer.filter.fill("$.items[");
  await expect(explorer.panel.getByRole("alert")).toBeVisible();
  await page.keyboard.press("Escape");
  await count("301");

  await explorer.showTree();
  await expect(explorer.branch("user")).toContainText("300");
  await explorer.branch("user").click();
  await expect(explorer.branch("us")).toContainText("200");
  await explorer.panel.getByRole("button", { name: "Key actions" }).click();
  await page.getByRole("menuitem", { name: "Tree split at ." }).click();
  await expect(explorer.branch("settings")).toContainText("1");
  await page.reload();
  await expect(explorer.branch("settings")).toContainText("1");
});

test("search through history tells when a path had a value, deleted keys included", async ({ strata }) => {
  const { explorer, editor, page } = strata;
  await strata.welcome.createStore("Moments");
  await explorer.add("door");
  await editor.change("door", '{"state":"open"}');
  await editor.change("door", '{"state":"closed"}');
  await explorer.delete("door");

  await page.keyboard.press("ControlOrMeta+Shift+f");
  const dialog = page.getByRole("dialog", { name: "Search through history" });
  await dialog.getByRole("textbox", { name: "Value" }).fill("state: open");
  await expect(dialog.getByRole("status")).toHaveText("1 time in 1 key");
  const [found] = await dialog.getByRole("listbox", { name: "Found in history" }).getByRole("option").all();
  await found?.click();
  await dialog.getByRole("button", { name: "View then" }).click();
  await editor.expectValue("door", '{"state":"open"}');
  await expect(editor.panel.getByText("Read-only")).toBeVisible();
});

test("the palette finds every key, command, snapshot and tag", async ({ strata }) => {
  const { explorer, timeline, restore, page } = strata;
  await strata.welcome.createStore("Palette");
  await explorer.add("needle");
  await timeline.takeSnapshot("release", "the first");
  await explorer.add("haystack");

  const choose = async (typed: string, name: RegExp) => {
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.insertText(typed);
    await page.getByRole("dialog", { name: "Find" }).getByRole("option", { name }).click();
  };
  await choose("needl", /^needle/);
  await expect(explorer.key("needle")).toHaveAttribute("aria-selected", "true");
  await choose("view release", /^View release/);
  await expect(explorer.key("haystack")).toHaveCount(0);
  await choose("back to now", /^Back to now/);
  await expect(explorer.key("haystack")).toBeVisible();
  await choose("undo", /^Undo edit of haystack/);
  await expect(explorer.key("haystack")).toHaveCount(0);
  await choose("redo", /^Redo/);
  await choose("release", /^Restore tag release|^Restore.*release/);
  await expect(restore.panel).toBeVisible();
});
