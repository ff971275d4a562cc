import type { App } from "electron";

/** What asks for files: Electron's `app`. */
type Asking = Pick<App, "on">;

/**
 * The files and folders that the surroundings ask for: those of the command line, and those of macOS' `open-file`, which
 * come before there is a window as well as later.
 */
export class OpenRequests {
  readonly #early: string[];
  #open: ((path: string) => Promise<void>) | null = null;

  constructor(app: Asking, paths: readonly string[]) {
    this.#early = [...paths];
    app.on("open-file", (event, path) => {
      // Else the system takes it for refused.
      event.preventDefault();
      if (this.#open) void this.#open(path);
      else this.#early.push(path);
    });
  }

  /** Opens what was asked for until now, one after the other, and from here on whatever is asked for at once. */
  async begin(open: (path: string) => Promise<void>): Promise<void> {
    this.#open = open;
    for (const path of this.#early.splice(0)) await open(path);
  }
}
