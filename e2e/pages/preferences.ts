import { expect, type Locator, type Page } from "@playwright/test";

/** What a person sets once. */
export class PreferencesDialog {
  readonly page: Page;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Preferences" });
  }

  /** Opens the dialog, makes these choices and closes it. */
  async choose(choices: Readonly<Record<string, string>>): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+,");
    for (const [label, choice] of Object.entries(choices)) {
      const field = this.dialog.getByRole("button", { name: label });
      await field.click();
      // A description may stand below the name.
      await this.page
        .getByRole("option", { name: new RegExp(`^${choice}`) })
        .first()
        .click();
      await expect(field).toContainText(choice);
    }
    await this.dialog.getByRole("button", { name: "Done", exact: true }).click();
    await expect(this.dialog).toHaveCount(0);
  }
}
