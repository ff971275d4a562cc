import { z } from "zod";
import { call } from "../../shared/contract/errors.ts";
import { fileTicket, storeId } from "../../shared/contract/schemas.ts";
import { engineSettings } from "./engineSettings.ts";

const place = z.object({
  store: storeId,
  /** An absolute path of a directory. */
  path: z.string().min(1),
  /** Whether clients may show it to people. */
  showLocation: z.boolean(),
});
const named = z.object({ name: z.string() });

/** The calls of main to the worker. Only here stores and files have paths. */
export const controlContract = {
  /** Opens the store in a directory, or makes one in an empty or missing directory. */
  open: call.input(place).output(named),
  /** The same, filled with sample data and a few snapshots. */
  createSample: call.input(place).output(named),
  close: call.input(z.object({ store: storeId })).output(z.void()),
  /** Reopens a read-only store under the same handle, to show others' later writes. */
  reload: call.input(place).output(z.void()),
  /** Settings of every store, open now or later. */
  configure: call.input(engineSettings).output(z.void()),
  addFile: call
    .input(
      z.object({
        ticket: fileTicket,
        path: z.string().min(1),
        name: z.string(),
        use: z.enum(["read", "write"]),
        onDisk: z.boolean().optional(),
      }),
    )
    .output(z.void()),
  removeFile: call.input(z.object({ ticket: fileTicket })).output(z.void()),
  /** Waits for calls in progress, cancels long jobs, and closes every store. */
  shutDown: call.output(z.void()),
};
export type ControlContract = typeof controlContract;

/** The message to the worker over its parent port: serve the engine contract on this port. */
export interface Connect<Port> {
  readonly port: Port;
  /** Send frames as bytes, for a receiver that only forwards them. */
  readonly bytes: boolean;
}
