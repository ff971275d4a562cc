import { workerData } from "node:worker_threads";
import "./worker.ts";
import { type Work, WorkNote } from "./workNote.ts";

/** The name of the channel over which the engine's thread is asked to hang. */
export const HANG = "strata-test-hang";

/** What it does meanwhile, and how long. */
export interface Hang extends Work {
  readonly milliseconds: number;
}

new BroadcastChannel(HANG).onmessage = (event) => {
  const { milliseconds, ...work } = (event as { data: Hang }).data;
  const ended = new WorkNote((workerData as { readonly noted: SharedArrayBuffer }).noted).begin(work);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  ended();
};
