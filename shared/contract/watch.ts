import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call } from "./errors.ts";
import { fileTicket, storeId } from "./schemas.ts";

/** When a change of the file makes a snapshot. */
export const snapshotRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("every") }),
  z.object({ kind: z.literal("interval"), minutes: z.number().min(1).max(525_600) }),
  z.object({ kind: z.literal("never") }),
]);
export type SnapshotRule = z.infer<typeof snapshotRule>;

export const watchStatus = z.object({
  /** The file's name. */
  name: z.string(),
  /** Where it is; null when the client may not know. */
  location: z.string().nullable(),
  rule: snapshotRule,
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("inStep") }),
    /** The file was deleted; the store is empty. */
    z.object({ kind: z.literal("noFile") }),
    /** What is in the file is no JSON; the store has what it had before. */
    z.object({ kind: z.literal("unreadable"), message: z.string() }),
    z.object({ kind: z.literal("failed"), message: z.string() }),
    /** Another process watches the file for this store. */
    z.object({ kind: z.literal("elsewhere") }),
    /** The store's folder says that the store follows this file, and this installation did not bind it: nothing is done. */
    z.object({ kind: z.literal("claimed") }),
  ]),
  /** Why the system reports no changes of the file, so that its date is compared; null when it does. */
  polling: z.string().nullable(),
});
export type WatchStatus = z.infer<typeof watchStatus>;

const inStore = z.object({ store: storeId });

export const watch = {
  /** The file that the store is bound to, or says that it follows, now and whenever that changes; null when there is none. */
  statuses: call.input(inStore).output(eventIterator(watchStatus.nullable())),
  /**
   * Binds the store to a file: each change of one becomes a change of the other from then on. What the store holds
   * becomes what is in the file. Only for a file on disk that a person chose, never for an uploaded one.
   */
  start: call.input(inStore.extend({ file: fileTicket, rule: snapshotRule })).output(watchStatus),
  /** Binds the store to the file that it says it follows, after a person saw its whole path. The same holds. */
  follow: call.input(inStore.extend({ rule: snapshotRule })).output(watchStatus),
  setRule: call.input(inStore.extend({ rule: snapshotRule })).output(watchStatus),
  /** Ends the binding, or what the store says that it follows. The file and what is in the store stay as they are. */
  stop: call.input(inStore).output(z.void()),
};
