import { StoreClosedError } from "../../../errors.ts";
import type { JobOptions, PackReport } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { giveBackPages } from "./giveBackPages.ts";
import { pack, unpackedRevisions } from "./pack.ts";

/** The number of revisions that start a pack automatically. */
const WORTH_PACKING = 500;

/** The share of the file that may be free before the background returns pages. */
const SPARE_IN_BACKGROUND = 0.25;

/** Runs one pack at a time: on request, when the store is idle, and after a snapshot was deleted (rule D1). */
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
