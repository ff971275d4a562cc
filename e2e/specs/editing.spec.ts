import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keptDrafts, stateOnDisk, textOnDisk, writeOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

const config =
  '{"name":"a","price":1.0,"on":false,"big":12345678901234567890,"list":[1,2],"colour":"#3366ff"}';

test("a value is edited as a tree and as text, and nothing is lost between the two", async ({
  strata,
  dataDirectory,
}) => {
  const { editor, explorer } = strata;
  const file = join(dataDirectory, "here.json");
  await writeFile(file, `{"config":${config}}`);
  await strata.importFile(file);
  await explorer.select("config");
  await editor.showAs("Tree");

  await editor.press("name", "Shift+F2");
  await editor.fill("title");
  await editor.press("price", "F2");
  await editor.fill("2.50");
  await editor.row("on").getByRole("checkbox").click();
  await editor.press("title", "ControlOrMeta+d");
  await editor.press("title copy", "Alt+ArrowDown");
  await editor.press("colour", "Delete");
  await editor.press("big", "Shift+F10");
  await strata.page.getByRole("menuitem", { name: "Make it text" }).click();
  await editor.showAs("Text");
  await editor.expectValue(
    "config",
    '{"title":"a","price":2.50,"titlecopy":"a","on":true,"big":"12345678901234567890","list":[1,2]}',
  );
  await editor.discard.click();
  await editor.expectValue("config", config);

  await editor.write("config", config.replace("[1,2]", "[1,2,3.0]"));
  await editor.showAs("Tree");
  await expect(editor.row("2")).toContainText("3.0");
  await strata.page.keyboard.press("ControlOrMeta+s");
  await expect(editor.save).toBeDisabled();
  expect(await textOnDisk(dataDirectory, "config")).toBe(config.replace("[1,2]", "[1,2,3.0]"));
});

test("a value that changed meanwhile is shown three ways, and both edits can be kept", async ({
  strata,
  dataDirectory,
}) => {
  const { editor, explorer, page } = strata;
  await strata.welcome.createStore("Shared");
  await explorer.add("limits");
  await editor.change("limits", '{"cpu":1,"memory":1,"disk":1}');
  await editor.write("limits", '{"cpu":2,"memory":2,"disk":1}');
  await writeOnDisk(dataDirectory, "limits", '{"cpu":1,"memory":3,"disk":9}');
  await editor.panel.getByRole("button", { name: "Compare and choose" }).click();

  const dialog = page.getByRole("dialog", { name: "limits changed meanwhile" });
  const place = (name: string) => dialog.getByRole("radiogroup", { name });
  await expect(place("/memory, changed by both")).toHaveText(/\/memory.*132/);
  await expect(place("/cpu").getByRole("radio", { name: "Yours: 2" })).toBeChecked();
  await expect(place("/disk").getByRole("radio", { name: "Stored now: 9" })).toBeChecked();
  await place("/memory, changed by both").getByText("3").click();
  await dialog.getByRole("button", { name: "Save this choice" }).click();
  await expect(editor.save).toBeDisabled();
  expect(await textOnDisk(dataDirectory, "limits")).toBe('{"cpu":2,"memory":3,"disk":9}');
});

test("an unsaved edit marks its key and outlives the page", async ({ launch, shell, dataDirectory }) => {
  const strata = await launch();
  await strata.welcome.createStore("Drafts");
  await strata.explorer.add("draft");
  await strata.editor.write("draft", '{"typed":"and not saved"}');
  await expect(strata.explorer.key("draft").getByRole("img", { name: "edited, not saved" })).toBeVisible();
  // Drafts are written down a moment after the typing ends; nothing on the page tells when.
  await expect.poll(() => keptDrafts(dataDirectory)).toContain('{"typed":"and not saved"}');

  let after = strata;
  if (shell === "electron") {
    await strata.app.kill();
    after = await launch();
  } else {
    strata.page.on("dialog", (dialog) => void dialog.accept());
    await strata.page.reload();
  }
  await after.explorer.select("draft");
  await after.editor.expectValue("draft", '{"typed":"andnotsaved"}');
  await expect(after.editor.save).toBeEnabled();
});

test("several keys of the tree are changed, exported, restored and deleted at once, and it can be undone", async ({
  strata,
  dataDirectory,
}) => {
  const { explorer, restore, page, app } = strata;
  const file = join(dataDirectory, "keys.json");
  const keys = { "api.a": { n: 1 }, "api.b": { n: 2 }, "api.deep.c": { n: 3 }, "css.d": { n: 4 }, top: 5 };
  await writeFile(file, JSON.stringify(keys));
  await strata.importFile(file, 1);
  await explorer.showTree();
  await explorer.branch("api").click({ modifiers: ["ControlOrMeta"] });
  await expect(explorer.panel.getByText("3 selected")).toBeVisible();
  await expect(explorer.branch("api")).toHaveAttribute("aria-selected", "true");
  await explorer.branch("top").click({ modifiers: ["ControlOrMeta"] });
  await expect(explorer.panel.getByText("4 selected")).toBeVisible();

  await explorer.actOnChosen("Set a member…");
  const setting = page.getByRole("dialog", { name: "Set a member in 4 keys" });
  await setting.getByRole("textbox", { name: "Member" }).fill("owner");
  await setting.getByRole("textbox", { name: "New value" }).fill('"Ada"');
  await expect(setting.getByText("3 keys will change. 1 key stays as it is.")).toBeVisible();
  await setting.getByRole("button", { name: "Change 3 keys" }).click();
  await expect(strata.notice("Set /owner in 3 keys")).toBeVisible();
  const changed = { ...keys };
  for (const key of ["api.a", "api.b", "api.deep.c"] as const)
    changed[key] = { ...keys[key], owner: "Ada" } as never;
  expect(await stateOnDisk(dataDirectory)).toEqual(changed);

  await explorer.actOnChosen("Export…");
  const path = await app.savingFile(() =>
    page.getByRole("dialog", { name: "Export 4 keys" }).getByRole("button", { name: "Export" }).click(),
  );
  await expect.poll(() => existsSync(path)).toBe(true);
  const { "css.d": _, ...exported } = changed;
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual(exported);

  await explorer.actOnChosen("Restore…");
  await restore.expectPreview({ added: 0, changed: 3, removed: 0 });
  await restore.confirm();
  await expect.poll(() => stateOnDisk(dataDirectory)).toEqual(keys);

  await explorer.actOnChosen("Delete");
  await expect(strata.notice("Deleted 4 keys")).toBeVisible();
  expect(await stateOnDisk(dataDirectory)).toEqual({ "css.d": { n: 4 } });
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.insertText("undo");
  await page.getByRole("option", { name: "Undo deletion of 4 keys" }).click();
  await expect.poll(() => stateOnDisk(dataDirectory)).toEqual(keys);
});
