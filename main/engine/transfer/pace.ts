import type { JobOptions } from "../persistence.ts";

/** Milliseconds between two reports. */
const REPORT_EVERY = 100;

/** A job's `onProgress` that may be called for every entry: it forwards at most ten calls a second. */
export function paced({ onProgress }: JobOptions): (done: number, total: number | null) => void {
  if (onProgress === undefined) return () => {};
  let next = 0;
  return (done, total) => {
    const now = performance.now();
    if (now < next) return;
    next = now + REPORT_EVERY;
    onProgress(done, total);
  };
}
