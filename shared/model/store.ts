import type { Revision, StoreId } from "./brand.ts";
import type { UndoStep } from "./revision.ts";

/** What a window shows about the store it has open. */
export interface StoreStatus {
  readonly store: StoreId;
  /** For people: the folder's name. */
  readonly name: string;
  /** For people: where the store is kept, or null when the client may not know. */
  readonly location: string | null;
  /** Why it is only read, as it was when it was opened: that was asked for, or it can't be written to; null else. */
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

/** What the change feed says: something of this store is different from before. */
export interface StoreChange {
  readonly revision: Revision;
  /** True when snapshots or their tags changed. */
  readonly snapshots: boolean;
  /** The keys touched, or null when there are too many to name (more than 1 000). */
  readonly keys: readonly string[] | null;
}
