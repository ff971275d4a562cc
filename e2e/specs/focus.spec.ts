import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

test("F3 the focus is never lost, whatever closes or goes away", async ({ strata }) => {
  const { page, explorer, timeline, editor, compare } = strata;
  await strata.welcome.createStore("Focus");
  for (const key of ["a.x", "a.y", "b"]) await explorer.add(key);
  await editor.change("b", '{"m":1}');
  await timeline.takeSnapshot("v1");
  await editor.change("b", '{"m":2}');
  await timeline.takeSnapshot("v2");
  await explorer.select("b");
  const { keyboard } = page;
  const dialog = page.getByRole("dialog");
  const isIn = (name: string, after: string) =>
    expect.poll(() => focused(page), { message: `after ${after}` }).toBe(name);
  const escapesTo = async (name: string, after: string) => {
    await expect(dialog).toBeVisible();
    await keyboard.press("Escape");
    await isIn(name, after);
  };

  await keyboard.press("F2");
  await escapesTo("Keys", "renaming");
  for (const command of ["Export", "Preferences", "Keyboard shortcuts", "Search through history"]) {
    await keyboard.press("ControlOrMeta+k");
    await keyboard.insertText(command);
    await expect(page.getByRole("option", { name: command }).first()).toBeVisible();
    await keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Find" })).toHaveCount(0);
    await escapesTo("Keys", `the palette and ${command}`);
  }
  await editor.showAs("Text");
  await editor.text("b").focus();
  await keyboard.press("ControlOrMeta+k");
  await expect(dialog).toBeVisible();
  await keyboard.press("Escape");
  await expect(editor.text("b")).toBeFocused();

  await explorer.keys.focus();
  await keyboard.press("/");
  await isIn("Filter keys", "/");
  await keyboard.insertText("zzz");
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await isIn("Filter keys", "clearing the filter");
  await expect(explorer.key("b")).toBeVisible();

  await timeline.snapshot("v1").click();
  await keyboard.press("e");
  await escapesTo("Timeline", "editing a snapshot");
  await keyboard.press("r");
  await escapesTo("Timeline", "restoring");
  await timeline.snapshot("v2").click();
  await keyboard.press("Delete");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: /^Delete/ }).click();
  await expect(timeline.snapshot("v2")).toHaveCount(0);
  await isIn("Timeline", "deleting a snapshot");
  await timeline.snapshot("v1").click();
  await keyboard.press("c");
  await expect(compare.panel).toBeVisible();
  await compare.panel.getByRole("button", { name: "Close comparison" }).click();
  await expect(explorer.keys).toBeFocused();
  // Where the chosen key stands in the list is known a moment later.
  await expect(explorer.keys).toHaveAttribute("aria-activedescendant", /./);
  await keyboard.press("ArrowDown");
  await keyboard.press("Delete");
  await expect(strata.notice(/^Deleted b/)).toBeVisible();
  await isIn("Keys", "deleting a key");
});

/** The name of what has the focus; null while nothing has. */
function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element === null || element === document.body
      ? null
      : (element.getAttribute("aria-label") ?? element.tagName);
  });
}
