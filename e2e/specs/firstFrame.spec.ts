import { expect, test } from "../fixtures.ts";

declare global {
  interface Window {
    schemesSeen: string[];
  }
}

test("F3 every frame after a reload is in the theme that was chosen", async ({ strata, shell }) => {
  test.skip(shell !== "browser", "The desktop app chooses the theme for the whole window.");
  const { page } = strata;
  await strata.welcome.createStore("Dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("button", { name: "Dark theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.addInitScript(() => {
    window.schemesSeen = [];
    const look = () => {
      window.schemesSeen.push(getComputedStyle(document.documentElement).colorScheme);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    new MutationObserver(() => {
      window.schemesSeen.push(document.documentElement.dataset["theme"] ?? "none");
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-theme"] });
  });
  await page.reload();
  await expect(page.getByRole("main")).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.schemesSeen.length)).toBeGreaterThan(10);
  const seen = await page.evaluate(() => window.schemesSeen);
  expect(new Set(seen)).toEqual(new Set(["dark"]));

  await page.getByRole("button", { name: "Light theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
});
