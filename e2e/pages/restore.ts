import { expect, type Locator, type Page } from "@playwright/test";
import type { Totals } from "./compare.ts";

/** What going back would change, and the button that does it. */
export class Restore {
  readonly panel: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole("dialog", { name: /^Restore/ });
  }

  async expectPreview(totals: Totals): Promise<void> {
    for (const [kind, count] of Object.entries(totals)) {
      await expect(this.panel.getByRole("img", { name: `${count} ${kind}`, exact: true })).toBeVisible();
    }
  }

  async confirm(): Promise<void> {
    await this.panel.getByRole("button", { name: /^Restore \d/ }).click();
    await expect(this.panel).toHaveCount(0);
  }
}
