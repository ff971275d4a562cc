import { setImmediate } from "node:timers/promises";
import type { JobOptions } from "../persistence.ts";

/** The longest time that a job occupies the thread at once, in milliseconds. */
const SLICE = 8;

/** The shortest time between two progress reports, in milliseconds. */
const PROGRESS_INTERVAL = 100;

/**
 * Divides a long job into slices: between them the thread is free, the job can be cancelled, and progress is reported.
 */
export class Slices {
  readonly #options: JobOptions;
  #sliceEnd: number;
  #nextProgress: number;

  /** @throws The signal's reason, if it is aborted already. */
  constructor(options: JobOptions = {}) {
    this.#options = options;
    options.signal?.throwIfAborted();
    const now = performance.now();
    this.#sliceEnd = now + SLICE;
    this.#nextProgress = now + PROGRESS_INTERVAL;
  }

  /** Whether the slice is over; then await `pause`. */
  get due(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  /** @throws The signal's reason, once it is aborted. */
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

/**
 * The size, in UTF-16 units or bytes, from which a value is processed in slices (rule W11). For smaller values that
 * would cost more.
 */
export const LARGE_VALUE = 1 << 20;

/** Runs a generator that yields after each slice of a few milliseconds, and pauses there. */
export async function inSlices<T>(work: Generator<null, T, undefined>, slices: Slices): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await slices.pause(0, null);
  }
}
