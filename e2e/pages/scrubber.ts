import { expect, type Locator, type Page } from "@playwright/test";

/** Chromium's id of the pointer that a mouse moves. */
const MOUSE = 1;

/** The strip of all of the store's time. */
export class Scrubber {
  readonly page: Page;
  readonly strip: Locator;
  /** What is known of the moment under the pointer. */
  readonly tip: Locator;

  constructor(page: Page) {
    this.page = page;
    this.strip = page.getByRole("slider", { name: "Moment on show" });
    this.tip = page.getByRole("region", { name: "Time", exact: true }).getByText(/ · r [\d,]+/);
  }

  /** Presses on a place between 0, the oldest, and 1, the newest. The strip has to be drawn for that. */
  async grab(at: number): Promise<void> {
    await expect(this.strip).not.toHaveAttribute("aria-valuemin", "0");
    const [x, y] = await this.#place(at);
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
  }

  async dragTo(at: number): Promise<void> {
    const [x, y] = await this.#place(at);
    await this.page.mouse.move(x, y);
  }

  /** Takes the pointer away while it is down, as a system does that never tells of its going up, and moves on. */
  async losePointer(at: number): Promise<void> {
    await this.strip.evaluate((strip, mouse) => strip.releasePointerCapture(mouse), MOUSE);
    await this.dragTo(at);
  }

  async letGo(): Promise<void> {
    await this.page.mouse.up();
  }

  async click(at: number): Promise<void> {
    await this.grab(at);
    await this.letGo();
  }

  async #place(at: number): Promise<[x: number, y: number]> {
    const box = await this.strip.boundingBox();
    if (box === null) throw new Error("The strip has no place on the page.");
    return [box.x + Math.min(box.width - 1, box.width * at), box.y + box.height / 2];
  }
}
