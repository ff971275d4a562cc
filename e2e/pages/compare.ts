import { expect, type Locator, type Page } from "@playwright/test";

export interface Totals {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Two moments side by side. */
export class Compare {
  readonly page: Page;
  readonly panel: Locator;
  /** The keys that differ. */
  readonly changes: Locator;
  /** The difference of the chosen key. */
  readonly detail: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole("region", { name: "Compare", exact: true });
    this.changes = this.panel.getByRole("listbox", { name: "Changed keys" });
    this.detail = this.panel.getByRole("region", { name: "Difference" });
  }

  /** Chooses another moment for one side, by its tag. */
  async choose(side: "From" | "To", tag: string): Promise<void> {
    await this.panel.getByRole("button", { name: new RegExp(`^${side}:`) }).click();
    const picker = this.page.getByRole("dialog", { name: side });
    await picker.getByRole("searchbox", { name: "Find a moment" }).fill(tag);
    await picker.getByRole("option").filter({ hasText: tag }).first().click();
    await expect(this.panel.getByRole("button", { name: `${side}: ${tag}` })).toBeVisible();
  }

  async expectTotals(totals: Totals): Promise<void> {
    const kinds = this.panel.getByLabel("Kinds of change");
    for (const [kind, count] of Object.entries(totals)) {
      await expect(
        kinds.getByRole("button", { name: `${count.toLocaleString("en")} ${kind}`, exact: true }),
      ).toBeVisible();
    }
  }

  async expectChange(key: string, kind: keyof Totals): Promise<void> {
    await expect(this.changes.getByRole("option", { name: `${key}, ${kind}`, exact: true })).toBeVisible();
  }

  async select(key: string): Promise<void> {
    await this.changes.getByRole("option", { name: `${key}, ` }).click();
  }

  async close(): Promise<void> {
    await this.panel.getByRole("button", { name: "Close comparison" }).click();
    await expect(this.panel).toHaveCount(0);
  }
}
