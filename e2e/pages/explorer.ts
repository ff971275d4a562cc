import { expect, type Locator, type Page } from "@playwright/test";

/** The keys of the store. */
export class Explorer {
  readonly page: Page;
  readonly panel: Locator;
  readonly keys: Locator;
  readonly filter: Locator;
  /** The keys as a tree, once they are shown so. */
  readonly tree: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole("region", { name: "Explorer" });
    this.keys = this.panel.getByRole("listbox", { name: "Keys" });
    this.filter = this.panel.getByRole("searchbox", { name: "Filter keys" });
    this.tree = this.panel.getByRole("tree", { name: "Keys" });
  }

  async showTree(): Promise<void> {
    await this.panel.getByRole("button", { name: "Show as a tree" }).click();
    await expect(this.tree).toBeVisible();
  }

  /** How the filter is read. */
  async filterBy(mode: "text" | "value"): Promise<void> {
    const names = { text: "Text in the key", value: "Value, such as" };
    await this.panel.getByRole("radio", { name: names[mode] }).click();
  }

  /** A key or a group of the tree, by what it is called there. */
  branch(name: string): Locator {
    return this.tree.getByRole("treeitem").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** What can be done with the keys that are chosen together. */
  async actOnChosen(command: "Set a member…" | "Export…" | "Restore…" | "Delete"): Promise<void> {
    await this.panel.getByRole("button", { name: command, exact: true }).click();
  }

  /** The row of one key, by its exact name. */
  key(name: string): Locator {
    return this.keys.getByRole("option").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  async select(name: string): Promise<void> {
    await this.key(name).click();
    await expect(this.key(name)).toHaveAttribute("aria-selected", "true");
  }

  /** Adds a key with an empty object, by the dialog. */
  async add(name: string): Promise<void> {
    await this.panel.getByRole("button", { name: "New key" }).first().click();
    const dialog = this.page.getByRole("dialog", { name: "New key" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(this.key(name)).toBeVisible();
  }

  async delete(name: string): Promise<void> {
    await this.select(name);
    await this.page.keyboard.press("Delete");
    await expect(this.key(name)).toHaveCount(0);
  }
}
