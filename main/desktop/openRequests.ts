import type { App } from "electron";

/** The source of requests: Electron's `app`. */
type Asking = Pick<App, "on">;

/**
 * The files and folders to open: from the command line, and from macOS's `open-file`, which arrives before and after
 * the first window.
 */
export class OpenRequests {
  readonly #early: string[];
  #open: ((path: string) => Promise<void>) | null = null;

  constructor(app: Asking, paths: readonly string[]) {
    this.#early = [...paths];
    app.on("open-file", (event, path) => {
      // Otherwise the system treats it as refused.
      event.preventDefault();
      if (this.#open) void this.#open(path);
      else this.#early.push(path);
    });
  }

  /** Opens the requests so far, one after another, and later ones at once. */
  async begin(open: (path: string) => Promise<void>): Promise<void> {
    this.#open = open;
    for (const path of this.#early.splice(0)) await open(path);
  }
}
