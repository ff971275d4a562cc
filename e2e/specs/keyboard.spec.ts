import { stateOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

test("the main job is done by keyboard alone", async ({ strata, dataDirectory }) => {
  const { page, explorer, editor, timeline, compare, restore } = strata;
  const { keyboard } = page;

  await tabTo(page, "New store");
  await keyboard.press("Enter");
  await keyboard.type("By hand");
  await keyboard.press("Enter");
  await expect(explorer.panel).toBeVisible();

  await keyboard.press("ControlOrMeta+Shift+n");
  await keyboard.type("greeting");
  await keyboard.press("Enter");
  await expect(explorer.key("greeting")).toBeVisible();

  await tabTo(page, "Value of greeting");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.insertText('"hello"');
  await keyboard.press("ControlOrMeta+s");
  await expect(editor.save).toBeDisabled();

  await keyboard.press("ControlOrMeta+Enter");
  await keyboard.type("first");
  await keyboard.press("Enter");
  await expect(timeline.snapshot("first")).toBeVisible();

  await tabTo(page, "Value of greeting");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.insertText('"goodbye"');
  await keyboard.press("ControlOrMeta+s");
  await expect(editor.save).toBeDisabled();

  await keyboard.press("ControlOrMeta+Shift+D");
  await expect(compare.changes).toBeFocused();
  await expect(compare.detail.getByRole("treeitem")).toContainText("goodbye");
  await keyboard.press("]");
  await expect(compare.detail.locator('[role="treeitem"][data-active]')).toContainText("goodbye");
  await keyboard.press("Escape");
  await expect(explorer.keys).toBeFocused();

  await tabTo(page, "Timeline", "listbox");
  await keyboard.press("Home");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await expect(timeline.snapshot("first")).toHaveAttribute("aria-selected", "true");
  await keyboard.press("r");
  await restore.expectPreview({ added: 0, changed: 1, removed: 0 });
  await tabTo(page, /^Restore \d/, "button");
  await keyboard.press("Enter");
  await expect(restore.panel).toHaveCount(0);
  expect(await stateOnDisk(dataDirectory)).toEqual({ greeting: "hello" });

  await tabTo(page, "Keys", "listbox");
  await keyboard.press("ControlOrMeta+z");
  await expect.poll(() => stateOnDisk(dataDirectory)).toEqual({ greeting: "goodbye" });
});

/** Presses Tab until the control with this name has the focus, as a person without a pointer would. */
async function tabTo(
  page: import("@playwright/test").Page,
  name: string | RegExp,
  role: "button" | "listbox" | "textbox" = typeof name === "string" && name.startsWith("Value")
    ? "textbox"
    : "button",
): Promise<void> {
  const control = page.getByRole(role, { name });
  for (let presses = 0; presses < 80; presses++) {
    const holder = control.or(page.getByRole(role, { name }).locator("*"));
    const isFocused = await holder.evaluateAll((elements) =>
      elements.some((element) => element === (element.getRootNode() as Document | ShadowRoot).activeElement),
    );
    if (isFocused) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached the ${role} ${name}.`);
}
