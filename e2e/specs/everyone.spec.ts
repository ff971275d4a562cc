import type { Page } from "@playwright/test";
import { seriousViolations } from "../axe.ts";
import { writeOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

test("at 200 % everything is still there, and nothing lies beyond the window", async ({ strata, shell }) => {
  const { page, explorer, editor, timeline } = strata;
  await strata.welcome.createStore("Zoomed");
  await explorer.add("a key");
  await editor.write("a key", '{"edited":true}');
  await zoomIn(strata, shell);
  for (const control of [
    explorer.filter,
    explorer.key("a key"),
    editor.save,
    editor.discard,
    editor.panel.getByRole("tab", { name: "Tree" }),
    timeline.panel.getByRole("button", { name: "Take snapshot" }),
    page.getByRole("button", { name: "Find a key, a command, a moment" }),
    page.getByRole("button", { name: "Preferences" }),
  ]) {
    await expect(control).toBeInViewport({ ratio: 0.9 });
  }
  await page.keyboard.press("ControlOrMeta+,");
  const dialog = page.getByRole("dialog", { name: "Preferences" });
  await expect(dialog.getByRole("button", { name: "Close" })).toBeInViewport({ ratio: 1 });
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBe(0);
});

test("with reduced motion nothing moves", async ({ strata }) => {
  const { page } = strata;
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await strata.welcome.createStore("Calm");
  const longest = () =>
    page.evaluate(() => {
      const milliseconds = (time: string) => Number.parseFloat(time) * (time.endsWith("ms") ? 1 : 1000);
      const times = [...document.querySelectorAll("*")].flatMap((element) => {
        const { animationDuration, transitionDuration } = getComputedStyle(element);
        return [...animationDuration.split(","), ...transitionDuration.split(",")].map(milliseconds);
      });
      return Math.max(...times);
    });
  expect(await longest()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.getByRole("button", { name: "Find a key, a command, a moment" }).click();
  await expect(page.getByRole("dialog", { name: "Find" })).toBeVisible();
  expect(await longest()).toBe(0);
});

test("times tell how long ago and, on hover, exactly; the theme changes at once", async ({ strata }) => {
  const { page, timeline } = strata;
  await strata.welcome.createStore("Times");
  await strata.explorer.add("key");
  await timeline.takeSnapshot("dated");
  const time = timeline.snapshot("dated").getByRole("time");
  await expect(time).toHaveAttribute("title", new RegExp(String(new Date().getFullYear())));
  await expect(time).not.toHaveText(/\d{4}/);

  await page.emulateMedia({ colorScheme: "light" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Dark theme" }).click();
  await expect.poll(background).not.toBe(light);
});

test("panels resize by keyboard and remember; focus is always to be seen", async ({ strata }) => {
  const { page, explorer } = strata;
  await strata.welcome.createStore("Panels");
  await explorer.add("key");
  const width = async () => Math.round((await explorer.panel.boundingBox())?.width ?? 0);
  const before = await width();
  const separator = page.getByRole("separator", { name: "Resize keys" });
  await separator.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(width).toBeGreaterThan(before);
  const wider = await width();
  for (let stop = 0; stop < 25; stop += 1) {
    await page.keyboard.press("Tab");
    expect(await focusIsSeen(page), await page.evaluate(() => document.activeElement?.outerHTML)).toBe(true);
  }
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.insertText("close this store");
  await page.getByRole("option", { name: "Close this store" }).click();
  await strata.welcome.openRecent("Panels");
  await expect.poll(width).toBe(wider);
});

test("what another program writes is on the page at once", async ({ strata, dataDirectory }) => {
  const { explorer } = strata;
  await strata.welcome.createStore("Shared");
  await explorer.add("mine");
  await writeOnDisk(dataDirectory, "theirs", '{"by":"another program"}');
  await expect(explorer.key("theirs")).toBeVisible();
});

test("dialogs that need something to have happened are as accessible as the others", async ({
  strata,
  dataDirectory,
}) => {
  const { explorer, editor, page } = strata;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await strata.welcome.createStore("Dialogs");
  for (const key of ["api.a", "api.b"]) await explorer.add(key);
  await editor.change("api.b", '{"n":1,"m":1}');
  await editor.write("api.b", '{"n":2,"m":1}');
  await writeOnDisk(dataDirectory, "api.b", '{"n":3,"m":2}');
  await editor.panel.getByRole("button", { name: "Compare and choose" }).click();
  const conflict = page.getByRole("dialog", { name: "api.b changed meanwhile" });
  expect(await seriousViolations(page), "conflict").toEqual([]);
  await conflict.getByRole("radio", { name: "Text" }).click();
  await conflict.getByRole("radio", { name: "What they changed" }).click();
  expect(await seriousViolations(page), "conflict as text").toEqual([]);
  await conflict.getByRole("button", { name: "Take the stored value" }).click();

  await explorer.showTree();
  await explorer.tree.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await expect(explorer.panel.getByText("2 selected")).toBeVisible();
  expect(await seriousViolations(page), "key tree").toEqual([]);
  await explorer.actOnChosen("Set a member…");
  await page.getByRole("textbox", { name: "Member" }).fill("owner");
  await page.getByText("2 keys will change.").waitFor();
  expect(await seriousViolations(page), "set a member").toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByText("what you typed isn’t lost").waitFor();
  expect(await seriousViolations(page), "what was typed is kept").toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+Shift+f");
  await page.getByRole("dialog", { name: "Search through history" }).waitFor();
  expect(await seriousViolations(page), "search through history").toEqual([]);
});

/** What Ctrl and + do, twice as large; in a browser that is a window of half the pixels. */
async function zoomIn({ app, page }: Strata, shell: string): Promise<void> {
  await app.resize({ width: 1280, height: 800 });
  if (shell === "browser") await app.resize({ width: 640, height: 400 });
  else {
    await app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  }
  await page.waitForFunction(() => innerWidth === 640 && innerHeight === 400);
}

/** Whether what has the focus, or something around it, is drawn in a way that says so. */
function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return true;
    for (let each: Element | null = element, up = 0; each && up < 4; each = each.parentElement, up += 1) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      if ((outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none") return true;
    }
    // A list draws the focus on its active row; a text shows its cursor.
    return (
      element.querySelector("[data-active]") !== null ||
      element.matches("input, textarea, [contenteditable=true]")
    );
  });
}
