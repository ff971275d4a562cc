import { setImmediate } from "node:timers/promises";
import type { JobOptions } from "../persistence.ts";

/** How long a job may hold the thread at a time, in milliseconds. */
const SLICE = 8;

/** How often progress is told at most, in milliseconds. */
const PROGRESS_INTERVAL = 100;

/** Cuts a long job into slices: between them the thread is free, the job may be stopped, and progress is told. */
export class Slices {
  readonly #options: JobOptions;
  #sliceEnd: number;
  #nextProgress: number;

  /** @throws The signal's reason, if it has fired already. */
  constructor(options: JobOptions = {}) {
    this.#options = options;
    options.signal?.throwIfAborted();
    const now = performance.now();
    this.#sliceEnd = now + SLICE;
    this.#nextProgress = now + PROGRESS_INTERVAL;
  }

  /** True when the thread should be given free: then await `pause`. */
  get due(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  /** @throws The signal's reason, once it has fired. */
  async pause(done: number, total: number | null): Promise<void> {
    const now = performance.now();
    if (now >= this.#nextProgress) {
      this.#nextProgress = now + PROGRESS_INTERVAL;
      this.#options.onProgress?.(done, total);
    }
    await setImmediate();
    await this.#options.giveWay?.();
    this.#options.signal?.throwIfAborted();
    this.#sliceEnd = performance.now() + SLICE;
  }
}

/** UTF-16 units, or bytes, from which on one value is dealt with in slices (rule W11). Below it that would cost more. */
export const LARGE_VALUE = 1 << 20;

/** Runs what yields between its slices, each of some milliseconds, and pauses at each. */
export async function inSlices<T>(work: Generator<null, T, undefined>, slices: Slices): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await slices.pause(0, null);
  }
}
