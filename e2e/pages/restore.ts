import { expect, type Locator, type Page } from "@playwright/test";
import type { Totals } from "./compare.ts";

/** What going back would change, and the button that does it. */
export class Restore {
  readonly panel: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole("dialog", { name: /^Restore/ });
  }

  async expectPreview({ added, changed, removed }: Totals): Promise<void> {
    await expect(this.panel).toContainText(`+${added}`);
    await expect(this.panel).toContainText(`~${changed}`);
    await expect(this.panel).toContainText(`−${removed}`);
  }

  async confirm(): Promise<void> {
    await this.panel.getByRole("button", { name: /^Restore/ }).click();
    await expect(this.panel).toHaveCount(0);
  }
}
