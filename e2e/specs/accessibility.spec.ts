import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { pages } from "./pages.ts";

for (const { name, open } of pages) {
  test(`axe finds nothing serious in either theme: ${name}`, async ({ strata }) => {
    await strata.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await open(strata);
    expect(await seriousViolations(strata.page), "light").toEqual([]);
    await strata.page.emulateMedia({ colorScheme: "dark" });
    expect(await seriousViolations(strata.page), "dark").toEqual([]);
  });
}

async function seriousViolations(page: Page): Promise<string[]> {
  // The other mode opens a second page, which Electron has none of.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
