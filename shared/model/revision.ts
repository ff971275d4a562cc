import type { Key, Revision } from "./brand.ts";

/** What kind of call made a revision. */
export type Operation =
  | "set"
  | "delete"
  | "rename"
  | "save"
  | "clear"
  | "import"
  | "restore"
  | "undo"
  | "redo";

/** One change of a store, whole or not at all (rule W1, H1). */
export interface RevisionRecord {
  readonly revision: Revision;
  /** Milliseconds since 1970-01-01 UTC by the clock of the machine that wrote it. Never used for ordering. */
  readonly at: number;
  readonly operation: Operation;
  /** How many keys the revision touched. */
  readonly touched: number;
  /** The only key touched, when it was exactly one. */
  readonly key: Key | null;
  /** What the operation was about, for people: the restored tag, the imported file's name. */
  readonly detail: string | null;
  /** Who made it; null where that is not known, as of revisions of a store of format 1. */
  readonly author: string | null;
  /** What its author says about it. */
  readonly message: string | null;
}

/** An undo or redo that is possible now. */
export interface UndoStep {
  /** The revision whose effect would be taken back, or brought back. */
  readonly revision: Revision;
  readonly operation: Operation;
  readonly touched: number;
  readonly key: Key | null;
  readonly detail: string | null;
}
