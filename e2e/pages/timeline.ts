import { expect, type Locator, type Page } from "@playwright/test";

/** The moments of the store. */
export class Timeline {
  readonly page: Page;
  readonly panel: Locator;
  readonly rows: Locator;
  readonly search: Locator;
  /** All that is known of the chosen moment. */
  readonly detail: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole("region", { name: "Timeline panel" });
    this.rows = this.panel.getByRole("listbox", { name: "Timeline" });
    this.search = this.panel.getByRole("searchbox", { name: "Search snapshots" });
    this.detail = this.panel.getByRole("region", { name: "Chosen moment" });
  }

  /** The snapshot whose tags, and note, begin so. */
  snapshot(tag: string): Locator {
    return this.rows.getByRole("option", { name: `Snapshot ${tag},` });
  }

  async takeSnapshot(tag: string, note = ""): Promise<void> {
    await this.panel.getByRole("button", { name: "Take snapshot" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Take snapshot" });
    await dialog.getByRole("textbox", { name: "Tag" }).fill(tag);
    await dialog.getByRole("textbox", { name: "Note" }).fill(note);
    await dialog.getByRole("button", { name: "Take snapshot" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(this.snapshot(tag)).toBeVisible();
  }

  /** Chooses a snapshot and does one of the things that can be done with it. */
  async act(tag: string, command: MomentCommand): Promise<void> {
    await this.snapshot(tag).click();
    await this.actOnChosen(command);
  }

  async actOnChosen(command: MomentCommand): Promise<void> {
    await this.detail.getByRole("button", { name: command }).click();
  }

  /** Chooses the oldest snapshot in view. */
  async chooseOldest(): Promise<void> {
    await this.rows
      .getByRole("option", { name: /^Snapshot / })
      .last()
      .click();
  }
}

type MomentCommand = "View" | "Compare with now" | "Compare with the last snapshot" | "Restore…";
