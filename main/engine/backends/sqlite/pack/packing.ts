import { StoreClosedError } from "../../../errors.ts";
import type { JobOptions, PackReport } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { giveBackPages } from "./giveBackPages.ts";
import { pack, unpackedRevisions } from "./pack.ts";

/** So many revisions are worth a pack by itself. */
const WORTH_PACKING = 500;

/** The part of the file that may be free before the background gives pages back. */
const SPARE_IN_BACKGROUND = 0.25;

/** Runs one pack at a time: when asked, when the store is idle, and when a snapshot was deleted (rule D1). */
export class Packing {
  readonly #core: StoreCore;
  #running: Promise<unknown> = Promise.resolve();
  #background = false;

  constructor(core: StoreCore) {
    this.#core = core;
    core.onIdle(() => {
      if (unpackedRevisions(core) >= WORTH_PACKING) this.runInBackground();
    });
  }

  run(options?: JobOptions): Promise<PackReport> {
    return this.#run(0, options);
  }

  #run(spare: number, options?: JobOptions): Promise<PackReport> {
    const next = this.#running.then(async () => {
      const report = await pack(this.#core, options);
      await giveBackPages(this.#core, spare, options);
      return report;
    });
    this.#running = next.catch(() => {});
    return next;
  }

  runInBackground(): void {
    const core = this.#core;
    if (
      this.#background ||
      core.closed ||
      core.place.readOnly !== null ||
      core.options.deltaStrategy === "none"
    )
      return;
    this.#background = true;
    this.#run(SPARE_IN_BACKGROUND)
      .catch((error: unknown) => {
        if (!(error instanceof StoreClosedError)) this.#core.problems.tell(error);
      })
      .finally(() => {
        this.#background = false;
      });
  }
}
