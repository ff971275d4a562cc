import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call, failureCode } from "./errors.ts";
import { storeChange, storeId, storeStatus } from "./schemas.ts";

const inStore = z.object({ store: storeId });

/** What went wrong with a store where no call could say so. */
export const storeProblem = z.object({
  /** Another one each time that it happens. */
  id: z.string(),
  code: failureCode,
  /** What happened, to what, and what to do now. */
  message: z.string(),
  /** When it was noticed: ISO 8601, UTC. */
  at: z.string(),
});
export type StoreProblem = z.infer<typeof storeProblem>;

export const stores = {
  status: call.input(inStore).output(storeStatus),
  /** The change feed: one event after each commit of this process or another, until the caller stops listening. */
  changes: call.input(inStore).output(eventIterator(storeChange)),
  /** What went wrong without a call that could say so, such as commits that a damaged log lost: now and whenever more is known. */
  problems: call.input(inStore).output(eventIterator(z.array(storeProblem))),
  /** The manual's `getMetrics`, as it is. */
  metrics: call.input(inStore).output(z.record(z.string(), z.unknown())),
};
