import type { Key, Operation, Revision } from "../../../../../shared/model/index.ts";
import type { StateChecksum } from "../../../checksum.ts";
import type { StoredText } from "../../../delta/storedText.ts";
import type { PresentValue } from "../read/presentAndPast.ts";

/** What is said about a revision beside the keys it touches. */
export interface RevisionLabel {
  readonly operation: Operation;
  readonly detail?: string | null;
  /** Milliseconds since 1970-01-01 UTC; default: now. */
  readonly at?: number | undefined;
  /** Who made it: the store's author when absent, null where that is not known. */
  readonly author?: string | null | undefined;
  /** What its author says about it. */
  readonly message?: string | null | undefined;
}

/** What can be undone and redone after a revision. */
export interface UndoState {
  readonly undo: Revision | null;
  readonly redo: Revision | null;
  /** The revision that was undone or redone. */
  readonly target: Revision;
}

/** A value that takes the place of another one, with the short digest that it was found to have. */
export interface ReplacedRow {
  readonly key: Key;
  readonly old: PresentValue;
  readonly stored: StoredText;
  readonly digest: number;
}

/** What a state comes to. */
export interface StateSums {
  readonly entryCount: number;
  readonly sizeBytes: number;
  readonly checksum: StateChecksum;
}
