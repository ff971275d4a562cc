import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hostileStrings } from "../../shared/model/hostileStrings.fixture.ts";
import { keptDrafts, textOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

/** Opens a store with this one value and shows it. */
async function show(strata: Strata, dataDirectory: string, config: string, view: "Tree" | "Text") {
  const file = join(dataDirectory, "here.json");
  await writeFile(file, `{"config":${config},"other":{"n":1}}`);
  await strata.importFile(file, 1);
  await strata.explorer.select("config");
  await strata.editor.showAs(view);
}

/** Goes down the rows, opens the field of each with a key, and writes behind what stands there. */
async function writeBehindEach({ page, editor }: Strata, count: number, key: string): Promise<void> {
  const tree = editor.panel.getByRole("tree");
  await tree.focus();
  for (let row = 0; row < count; row += 1) {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog");
    const field = editor.panel.locator("[data-field]");
    await expect(dialog.or(field)).toBeVisible();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("!");
    if (await dialog.isVisible()) await dialog.getByRole("button", { name: "Use this text" }).click();
    else await page.keyboard.press("Enter");
    await expect(dialog.or(field)).toHaveCount(0);
  }
  await page.keyboard.press("ControlOrMeta+s");
  await expect(editor.save).toBeDisabled();
}

test("F1 a field changes nothing of a leaf but what is typed, whatever characters are in it", async ({
  strata,
  dataDirectory,
}) => {
  test.setTimeout(300_000);
  const hostile = Object.values(hostileStrings);
  const members = hostile.map((text, index) => `"m${index}":${JSON.stringify(text)}`);
  await show(strata, dataDirectory, `{${members.join(",")}}`, "Tree");
  await writeBehindEach(strata, hostile.length, "F2");
  const stored: object = JSON.parse((await textOnDisk(dataDirectory, "config")) ?? "");
  expect(Object.values(stored)).toEqual(hostile.map((text) => `${text}!`));
});

test("F1 a field changes nothing of a name but what is typed, whatever characters are in it", async ({
  strata,
  dataDirectory,
}) => {
  test.setTimeout(300_000);
  const hostile = Object.values(hostileStrings);
  const members = hostile.map((text, index) => `${JSON.stringify(text)}:${index}`);
  await show(strata, dataDirectory, `{${members.join(",")}}`, "Tree");
  await writeBehindEach(strata, hostile.length, "Shift+F2");
  const stored: object = JSON.parse((await textOnDisk(dataDirectory, "config")) ?? "");
  expect(Object.keys(stored)).toEqual(hostile.map((text) => `${text}!`));
});

test("F2 a reload in the middle of typing keeps every key that was pressed", async ({
  strata,
  dataDirectory,
  shell,
}) => {
  test.skip(shell === "electron", "the desktop has no reload of a person's");
  const { page, editor } = strata;
  await show(strata, dataDirectory, '{"a":1}', "Text");
  page.on("dialog", (dialog) => void dialog.accept());
  await editor.text("config").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type('{"typed":"to the last ke');
  await page.keyboard.type("y");
  await page.reload();
  await expect(page.getByText("1 unsaved edit")).toBeVisible();
  const [draft] = await keptDrafts(dataDirectory);
  expect(draft).toContain("to the last key");
});
