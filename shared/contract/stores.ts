import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call, failureCode } from "./errors.ts";
import { storeChange, storeId, storeStatus } from "./schemas.ts";

const inStore = z.object({ store: storeId });

/** A problem of a store that belongs to no call. */
export const storeProblem = z.object({
  /** Different each time that it happens. */
  id: z.string(),
  code: failureCode,
  /** What happened, to what, and what to do. */
  message: z.string(),
  /** When it was noticed: ISO 8601, UTC. */
  at: z.string(),
});
export type StoreProblem = z.infer<typeof storeProblem>;

export const stores = {
  status: call.input(inStore).output(storeStatus),
  /** The change feed: one event after each commit of this process or another, until the caller stops listening. */
  changes: call.input(inStore).output(eventIterator(storeChange)),
  /**
   * Problems that belong to no call, such as commits lost in a damaged log: the present list, and again whenever it
   * changes.
   */
  problems: call.input(inStore).output(eventIterator(z.array(storeProblem))),
  /** The result of `getMetrics`. */
  metrics: call.input(inStore).output(z.record(z.string(), z.unknown())),
};
