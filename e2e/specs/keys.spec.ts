import type { Locator, Page } from "@playwright/test";
import { stateOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";
import { keyboardOf } from "../keyPresses.ts";
import type { Strata } from "../pages/strata.ts";

test("F3 every shortcut works on a layout whose letters are not Latin", async ({ strata, dataDirectory }) => {
  const { page, explorer, editor, timeline } = strata;
  await strata.welcome.createStore("Cyrillic");
  await explorer.add("key");
  const keyboard = await keyboardOf(page);
  const opens = async (press: Promise<void>, dialog: string) => {
    await press;
    await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await explorer.keys.focus();
  await opens(keyboard.ctrl("л", "KeyK"), "Find");
  await opens(keyboard.ctrlShift("Т", "KeyN"), "New key");
  await opens(keyboard.ctrlShift("А", "KeyF"), "Search through history");
  await opens(keyboard.ctrl("у", "KeyE"), "Export");
  await opens(keyboard.ctrl("б", "Comma"), "Preferences");

  await editor.write("key", '{"a":1}');
  await keyboard.ctrl("ы", "KeyS");
  await expect(editor.save).toBeDisabled();
  expect(await stateOnDisk(dataDirectory)).toEqual({ key: { a: 1 } });
  await explorer.keys.focus();
  await keyboard.ctrl("я", "KeyZ");
  await editor.expectValue("key", "{}");
  await expect(editor.save).toBeEnabled();
  await keyboard.ctrlShift("Я", "KeyZ");
  await editor.expectValue("key", '{"a":1}');
  await expect(editor.save).toBeDisabled();
  await explorer.add("второй");
  await explorer.keys.focus();
  await keyboard.ctrl("ф", "KeyA");
  await expect(explorer.panel.getByText("2 selected")).toBeVisible();

  await timeline.takeSnapshot("v1");
  await timeline.snapshot("v1").click();
  await keyboard.press("у", "KeyE");
  await expect(page.getByRole("dialog", { name: /Edit/ })).toBeVisible();
});

test("F3 shortcuts work from every control of the window", async ({ strata }) => {
  const { page, explorer } = strata;
  await strata.welcome.createStore("Everywhere");
  await explorer.add("key");
  await explorer.select("key");
  await strata.timeline.takeSnapshot("v1");
  await strata.timeline.snapshot("v1").click();
  const palette = page.getByRole("dialog", { name: "Find" });
  await explorer.filter.focus();
  const seen: string[] = [];
  for (let stop = 0; stop < 60; stop += 1) {
    const control = await focusedControl(page);
    // After the last control Tab leaves the page.
    if (control.startsWith("BODY") || seen.includes(control)) break;
    seen.push(control);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(palette, `Ctrl+K in ${control}`).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
    await expect.poll(() => focusedControl(page)).toBe(control);
    await page.keyboard.press("Tab");
  }
  expect(seen.length).toBeGreaterThan(10);
});

function focusedControl(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const name = focused?.getAttribute("aria-label") ?? focused?.textContent;
    return `${focused?.getAttribute("role") ?? focused?.tagName} ${name}`;
  });
}

test("F3 Enter and Escape of an input method leave every field as it is", async ({
  strata,
  dataDirectory,
}) => {
  const { page, explorer, timeline, compare } = strata;
  await page.getByRole("button", { name: "New store" }).click();
  expect(await composeInEveryField(strata, page.getByRole("main"))).toBe(1);
  await page.getByRole("textbox", { name: "Name of the new store" }).fill("Composed");
  await page.keyboard.press("Enter");
  await explorer.add("key");
  await strata.editor.change("key", '{"member":"text"}');
  await timeline.takeSnapshot("v1");
  await strata.editor.change("key", '{"member":"other"}');
  expect(await composeInEveryField(strata, page.getByRole("main"))).toBe(2);

  const inDialog = async (open: () => Promise<void>, name: string | RegExp, fields: number) => {
    await open();
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog).toBeVisible();
    expect(await composeInEveryField(strata, dialog), String(name)).toBe(fields);
    for (let presses = 0; presses < 3 && (await dialog.isVisible()); presses += 1) {
      await page.keyboard.press("Escape");
    }
    await expect(dialog).toHaveCount(0);
  };
  const press = (keys: string) => () => page.keyboard.press(keys);
  await inDialog(press("ControlOrMeta+k"), "Find", 1);
  await inDialog(press("ControlOrMeta+Shift+n"), "New key", 1);
  await inDialog(press("ControlOrMeta+Shift+f"), "Search through history", 2);
  await explorer.select("key");
  await inDialog(press("F2"), /Rename/, 1);
  await timeline.snapshot("v1").click();
  await inDialog(press("e"), /Edit/, 2);
  await timeline.act("v1", "Compare with now");
  await inDialog(() => compare.panel.getByRole("button", { name: /^To:/ }).click(), "To", 1);
  await inDialog(
    () => compare.panel.getByRole("button", { name: "Hide changes" }).click(),
    "Hide changes",
    3,
  );
  expect(await composeInEveryField(strata, compare.panel)).toBeGreaterThan(0);
  expect(await stateOnDisk(dataDirectory)).toEqual({ key: { member: "other" } });
});

/** In each field of a line or more: composes, presses what the input method uses, takes the text. Gives how many there were. */
async function composeInEveryField({ page }: Strata, within: Locator): Promise<number> {
  const keyboard = await keyboardOf(page);
  const fields = within.locator("input:not([type=checkbox], [type=radio]):visible, textarea:visible");
  const count = await fields.count();
  for (let n = 0; n < count; n += 1) {
    const field = fields.nth(n);
    await field.fill("");
    await keyboard.compose("にほん");
    for (const key of ["ArrowDown", "Enter", "Escape"] as const) await keyboard.composing(key);
    const name = (await field.getAttribute("aria-label")) ?? (await field.getAttribute("placeholder")) ?? "";
    await expect(field, name).toBeFocused();
    await keyboard.take("日本");
    await expect(field, name).toHaveValue("日本");
    await field.fill("");
  }
  return count;
}

test("F3 ten quick arrows on the strip of time are ten steps", async ({ strata }) => {
  const { page, explorer, editor } = strata;
  await strata.welcome.createStore("Strip");
  await explorer.add("key");
  for (let n = 1; n <= 14; n += 1) await editor.change("key", `{"n":${n}}`);
  const strip = page.getByRole("slider", { name: "Moment on show" });
  const newest = Number(await strip.getAttribute("aria-valuemax"));
  await strip.focus();
  for (let n = 0; n < 10; n += 1) await page.keyboard.press("ArrowLeft");
  await expect(strip).toHaveAttribute("aria-valuenow", String(newest - 10));
  for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowRight");
  await expect(strip).toHaveAttribute("aria-valuenow", String(newest - 7));
});
