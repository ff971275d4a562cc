import type { Locator, Page } from "@playwright/test";

/** What a file would become, before anything is written. */
export class ImportDialog {
  readonly dialog: Locator;
  readonly error: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole("dialog", { name: /^Import / });
    this.error = this.dialog.getByRole("alert");
  }

  async chooseDepth(depth: number): Promise<void> {
    await this.dialog
      .getByRole("radiogroup", { name: "What becomes a key" })
      .getByRole("radio")
      .nth(depth - 1)
      .check();
  }

  async chooseKeyField(name: string): Promise<void> {
    await this.dialog
      .getByRole("radiogroup", { name: "What names a key" })
      .getByRole("radio", { name })
      .check();
  }

  async confirm(): Promise<void> {
    await this.dialog.getByRole("button", { name: /^(Import|Merge)/ }).click();
  }

  async cancel(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Cancel" }).click();
  }
}
