import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import { snapshotIfChanged } from "../../backends/sqlite/snapshots/create.ts";

/** Makes a snapshot every so often, if something changed since the last one (rule N11). */
export class AutoSnapshots {
  readonly #core: StoreCore;
  readonly #timer: NodeJS.Timeout;
  #running = false;

  constructor(core: StoreCore, seconds: number) {
    this.#core = core;
    this.#timer = setInterval(() => void this.#run(), seconds * 1000).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #run(): Promise<void> {
    if (this.#running || this.#core.closed) return;
    this.#running = true;
    try {
      await snapshotIfChanged(this.#core, { tags: ["auto"], description: "Automatic snapshot" });
    } catch (error) {
      // The next interval tries again.
      this.#core.metering.failed();
      this.#core.problems.tell(error);
    } finally {
      this.#running = false;
    }
  }
}
