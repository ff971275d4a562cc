import { fileURLToPath } from "node:url";
import { seriousViolations } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";
import { ways } from "./pages.ts";

const folder = fileURLToPath(new URL("../../screenshots/", import.meta.url));
const sizes = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
];

// A way leads through some ten pages.
test.describe.configure({ timeout: 300_000 });

for (const { name, pages } of ways) {
  test(`${name}: each page fits its window, narrow and wide, and axe finds nothing serious, light and dark`, async ({
    strata,
  }) => {
    await strata.page.emulateMedia({ reducedMotion: "reduce" });
    for (const { name: page, open, leave } of pages) {
      await test.step(page, async () => {
        await open(strata);
        await look(strata, page);
        await leave?.(strata);
      });
    }
  });
}

/** A page with a fault fails the test, and the pages behind it are looked at all the same. */
async function look({ page, app, shell }: Strata, name: string): Promise<void> {
  for (const size of sizes) {
    await app.resize(size);
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const file = `${name.replaceAll(" ", "-")}-${theme}-${size.width}x${size.height}.png`;
      await page.screenshot({ path: `${folder}${shell}/${file}` });
    }
    const overflow = await page.evaluate(() => ({
      x: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      y: document.documentElement.scrollHeight - document.documentElement.clientHeight,
    }));
    expect.soft(overflow, `${name}: pixels beyond the window`).toEqual({ x: 0, y: 0 });
  }
  expect.soft(await seriousViolations(page), name).toEqual([]);
}
