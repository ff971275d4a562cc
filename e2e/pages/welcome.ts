import type { Locator, Page } from "@playwright/test";

/** The page without a store. */
export class Welcome {
  readonly page: Page;
  readonly heading: Locator;
  readonly recents: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole("heading", { name: "Strata", level: 1 });
    this.recents = page.getByRole("list", { name: "Recent" });
  }

  async createStore(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "New store" }).click();
    await this.page.getByRole("textbox", { name: "Name of the new store" }).fill(name);
    await this.page.getByRole("button", { name: "Create", exact: true }).click();
  }

  async openSample(): Promise<void> {
    await this.page.getByRole("button", { name: "Try the sample" }).click();
  }

  async openRecent(name: string): Promise<void> {
    await this.recents.getByRole("button", { name, exact: true }).click();
  }
}
