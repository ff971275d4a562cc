import { seriousViolations } from "../axe.ts";
import { writeOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

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
  await page.keyboard.press("ControlOrMeta+k");
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
  await page.keyboard.press("ControlOrMeta+Shift+f");
  await page.getByRole("dialog", { name: "Search through history" }).waitFor();
  expect(await seriousViolations(page), "search through history").toEqual([]);
});
