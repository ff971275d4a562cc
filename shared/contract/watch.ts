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
  /** Its path; null if the client may not know it. */
  location: z.string().nullable(),
  rule: snapshotRule,
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("inStep") }),
    /** The file was deleted; the store is empty. */
    z.object({ kind: z.literal("noFile") }),
    /** The file's content is not JSON; the store is unchanged. */
    z.object({ kind: z.literal("unreadable"), message: z.string() }),
    z.object({ kind: z.literal("failed"), message: z.string() }),
    /** Another process watches the file for this store. */
    z.object({ kind: z.literal("elsewhere") }),
    /** The store's folder names this file, but this installation did not bind it, so it is not read or written. */
    z.object({ kind: z.literal("claimed") }),
  ]),
  /** Why the file's date is polled instead of relying on the system's events; null if the system reports changes. */
  polling: z.string().nullable(),
});
export type WatchStatus = z.infer<typeof watchStatus>;

const inStore = z.object({ store: storeId });

export const watch = {
  /** The file that the store is bound to or claims to follow, now and whenever it changes; null if there is none. */
  statuses: call.input(inStore).output(eventIterator(watchStatus.nullable())),
  /**
   * Binds the store to a file: from then on each change of one becomes a change of the other. The store's state is
   * replaced by the file's content. Only for a file on disk that a person chose, never for an uploaded one.
   */
  start: call.input(inStore.extend({ file: fileTicket, rule: snapshotRule })).output(watchStatus),
  /** Binds the store, in the same way, to the file that it claims to follow, after a person saw its whole path. */
  follow: call.input(inStore.extend({ rule: snapshotRule })).output(watchStatus),
  setRule: call.input(inStore.extend({ rule: snapshotRule })).output(watchStatus),
  /** Removes the binding, or the store's claim. The file and the store stay as they are. */
  stop: call.input(inStore).output(z.void()),
};
