import type { Revision, StoreId } from "./brand.ts";
import type { UndoStep } from "./revision.ts";

/** What a window shows about its open store. */
export interface StoreStatus {
  readonly store: StoreId;
  /** For people: the folder's name. */
  readonly name: string;
  /** For people: the store's path, or null if the client may not know it. */
  readonly location: string | null;
  /**
   * Why the store is read-only since its opening: on request, or because it cannot be written to; null if it is
   * writable.
   */
  readonly readOnly: "asked" | "not writable" | null;
  readonly revision: Revision;
  readonly entryCount: number;
  readonly sizeBytes: number;
  readonly snapshotCount: number;
  /** Keys that differ between the latest snapshot and the present; null without any snapshot. */
  readonly unsnapshotted: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
  } | null;
  readonly undo: UndoStep | null;
  readonly redo: UndoStep | null;
}

/** An event of the change feed: something in this store has changed. */
export interface StoreChange {
  readonly revision: Revision;
  /** Whether snapshots or their tags changed. */
  readonly snapshots: boolean;
  /** The touched keys, or null if there are more than 1 000. */
  readonly keys: readonly string[] | null;
}
