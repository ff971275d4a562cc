import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call } from "./errors.ts";
import { storeChange, storeId, storeStatus } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const stores = {
  status: call.input(inStore).output(storeStatus),
  /** The change feed: one event after each commit of this process or another, until the caller stops listening. */
  changes: call.input(inStore).output(eventIterator(storeChange)),
  /** The manual's `getMetrics`, as it is. */
  metrics: call.input(inStore).output(z.record(z.string(), z.unknown())),
};
