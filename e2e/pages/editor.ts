import { expect, type Locator, type Page } from "@playwright/test";

/** The value of the chosen key. */
export class Editor {
  readonly page: Page;
  readonly panel: Locator;
  readonly save: Locator;
  readonly discard: Locator;
  readonly status: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole("region", { name: "Value", exact: true });
    this.save = this.panel.getByRole("button", { name: "Save", exact: true });
    this.discard = this.panel.getByRole("button", { name: "Discard", exact: true });
    this.status = this.panel.getByRole("status");
  }

  /** The text box with the value of this key. */
  text(key: string): Locator {
    return this.panel.getByRole("textbox", { name: `Value of ${key}`, exact: true });
  }

  /** Shows values as a tree or as text. */
  async showAs(mode: "Tree" | "Text"): Promise<void> {
    await this.panel.getByRole("tab", { name: mode }).click();
  }

  /** A member or item of the tree: its name says its value, too. */
  row(name: string): Locator {
    const written = name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    return this.panel.getByRole("tree").getByRole("treeitem", { name: new RegExp(`^${written}: `) });
  }

  /** Chooses a row of the tree and presses these keys there. */
  async press(row: string, keys: string): Promise<void> {
    await this.row(row).click();
    await this.page.keyboard.press(keys);
  }

  /** Writes into the field that a row has become. */
  async fill(text: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press("Enter");
  }

  /** Replaces what the editor holds, and leaves it unsaved. */
  async write(key: string, json: string): Promise<void> {
    await this.text(key).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(json);
    await expect(this.save).toBeEnabled();
  }

  /** Types something behind the value, whatever it is, and leaves it unsaved. */
  async writeAtEnd(text: string): Promise<void> {
    await this.panel.getByRole("textbox").click();
    await this.page.keyboard.press("ControlOrMeta+End");
    await this.page.keyboard.insertText(text);
    await expect(this.save).toBeEnabled();
  }

  /** Replaces the value and saves it; returns once the app has said that it is saved. */
  async change(key: string, json: string): Promise<void> {
    await this.write(key, json);
    await this.page.keyboard.press("ControlOrMeta+s");
    await expect(this.save).toBeDisabled();
  }

  /** Waits until the value is this one, white space aside. */
  async expectValue(key: string, json: string): Promise<void> {
    const bare = (text: string) => text.replace(/\s+/g, "");
    await expect.poll(async () => bare(await this.text(key).innerText())).toBe(bare(json));
  }
}
