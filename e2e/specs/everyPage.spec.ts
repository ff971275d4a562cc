import { fileURLToPath } from "node:url";
import { seriousViolations } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import { pages } from "./pages.ts";

const folder = fileURLToPath(new URL("../../screenshots/", import.meta.url));
const sizes = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
];

for (const { name, open } of pages) {
  test(`${name}: fits its window, narrow and wide, and axe finds nothing serious, light and dark`, async ({
    strata,
    shell,
  }) => {
    const { page } = strata;
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(strata);
    for (const size of sizes) {
      await strata.app.resize(size);
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme });
        const file = `${name.replaceAll(" ", "-")}-${theme}-${size.width}x${size.height}.png`;
        await page.screenshot({ path: `${folder}${shell}/${file}` });
      }
      const overflow = await page.evaluate(() => ({
        x: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        y: document.documentElement.scrollHeight - document.documentElement.clientHeight,
      }));
      expect(overflow, "pixels beyond the window").toEqual({ x: 0, y: 0 });
    }
    expect(await seriousViolations(page)).toEqual([]);
  });
}
