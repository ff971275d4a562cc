import { expect, type Locator, type Page } from "@playwright/test";

/** What a file would become, before anything is written. */
export class ImportDialog {
  readonly dialog: Locator;
  readonly error: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole("dialog", { name: /^Import / });
    this.error = this.dialog.getByRole("alert");
  }

  async chooseDepth(depth: number): Promise<void> {
    await this.#choose("What becomes a key", depth - 1);
  }

  /** The radio buttons themselves are hidden below what is drawn for them. */
  async #choose(group: string, index: number): Promise<void> {
    const option = this.dialog.getByRole("radiogroup", { name: group }).locator("label").nth(index);
    await option.click();
    await expect(option.getByRole("radio")).toBeChecked();
  }

  async confirm(): Promise<void> {
    await this.dialog.getByRole("button", { name: /^(Import|Merge)/ }).click();
  }

  async cancel(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Cancel" }).click();
  }
}
