import { workerData } from "node:worker_threads";
import "./worker.ts";
import { type Work, WorkNote } from "./workNote.ts";

/** The channel over which a test makes the engine's thread hang. */
export const HANG = "strata-test-hang";

/** The task that it hangs in, and for how long. */
export interface Hang extends Work {
  readonly milliseconds: number;
}

new BroadcastChannel(HANG).onmessage = (event) => {
  const { milliseconds, ...work } = (event as { data: Hang }).data;
  const ended = new WorkNote((workerData as { readonly noted: SharedArrayBuffer }).noted).begin(work);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  ended();
};
