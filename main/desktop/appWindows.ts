import { app, BrowserWindow, type WebContents } from "electron";
import type { Shell } from "../api/shell/shell.ts";
import { AppWindow } from "./appWindow.ts";

/** The open windows, the last used one at the end. */
export class AppWindows {
  readonly #shell: Shell;
  readonly #changed: () => void;
  #open: AppWindow[] = [];
  #isQuitting = false;

  /** `changed` is called when another window becomes current, or its enabled commands change. */
  constructor(shell: Shell, changed: () => void) {
    this.#shell = shell;
    this.#changed = changed;
    app.on("before-quit", () => {
      this.#isQuitting = true;
    });
  }

  /** The window for menu items and files. */
  get current(): AppWindow | undefined {
    return this.#open.at(-1);
  }

  /** Opens a window on the store in this directory; undefined means the one that was open last, null none. */
  open(place?: string | null): AppWindow {
    const opened = new AppWindow(this.#shell, place, () => {
      this.#isQuitting = false;
    });
    this.#open.push(opened);
    opened.window.on("focus", () => {
      this.#open = [...this.#open.filter((other) => other !== opened), opened];
      this.#changed();
    });
    opened.window.on("closed", () => {
      this.#open = this.#open.filter((other) => other !== opened);
      this.#changed();
      // A question before closing stops the system's own quitting.
      if (this.#isQuitting) app.quit();
    });
    return opened;
  }

  /** The window with these contents; undefined for the developer tools and the like. */
  of(contents: WebContents): AppWindow | undefined {
    const window = BrowserWindow.fromWebContents(contents);
    return this.#open.find((candidate) => candidate.window === window);
  }

  commandsChanged(window: AppWindow): void {
    if (window === this.current) this.#changed();
  }
}
