import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

test("a restart restores the store, the chosen key, the panels and the window", async ({
  launch,
  shell,
  dataDirectory,
}) => {
  const file = join(dataDirectory, "many.json");
  const keys = Array.from({ length: 2000 }, (_, index) => [
    `key ${String(index).padStart(4, "0")}`,
    { index },
  ]);
  await writeFile(file, JSON.stringify(Object.fromEntries(keys)));
  const strata = await launch();
  await strata.importFile(file, 1);
  await strata.app.resize({ width: 1100, height: 700 });
  await strata.explorer.filter.fill("key 1500");
  await strata.explorer.select("key 1500");
  await strata.explorer.filter.fill("");
  const separator = strata.page.getByRole("separator", { name: "Resize keys" });
  await separator.focus();
  const width = async (of: typeof strata) => Math.round((await of.explorer.panel.boundingBox())?.width ?? 0);
  const before = await width(strata);
  await strata.page.keyboard.press("ArrowRight");
  await expect.poll(() => width(strata)).toBeGreaterThan(before);
  const wider = await width(strata);
  await strata.app.quit();

  const again = await launch();
  await expect(again.explorer.key("key 1500")).toHaveAttribute("aria-selected", "true");
  await expect(again.explorer.key("key 1500")).toBeInViewport();
  await expect(again.editor.panel.getByRole("heading", { name: "key 1500" })).toBeVisible();
  if (shell === "browser") await again.app.resize({ width: 1100, height: 700 });
  await expect.poll(() => width(again)).toBe(wider);

  await again.page.keyboard.press("ControlOrMeta+Shift+x");
  await again.welcome.openRecent("many");
  await expect(again.explorer.key("key 1500")).toHaveAttribute("aria-selected", "true");
});
