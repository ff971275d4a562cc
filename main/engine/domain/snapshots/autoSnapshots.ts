import type { Backend } from "../../backends/backend.ts";
import type { Metering } from "../../core/metering.ts";
import type { ProblemFeed } from "../../core/problemFeed.ts";
import { checkSnapshotOptions } from "./newSnapshot.ts";

const SNAPSHOT = checkSnapshotOptions({ tags: ["auto"], description: "Automatic snapshot" });

/** Makes a snapshot at each interval, if anything changed since the last one (rule N11). */
export class AutoSnapshots {
  readonly #backend: Backend;
  readonly #metering: Metering;
  readonly #problems: ProblemFeed;
  readonly #timer: NodeJS.Timeout;
  #running = false;

  constructor(backend: Backend, seconds: number, metering: Metering, problems: ProblemFeed) {
    this.#backend = backend;
    this.#metering = metering;
    this.#problems = problems;
    this.#timer = setInterval(() => void this.#run(), seconds * 1000).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #run(): Promise<void> {
    if (this.#running || this.#backend.closed) return;
    this.#running = true;
    try {
      await this.#backend.snapshotIfChanged(SNAPSHOT);
    } catch (error) {
      // The next interval tries again.
      this.#metering.failed();
      this.#problems.tell(error);
    } finally {
      this.#running = false;
    }
  }
}
