import type { Key, Revision } from "./brand.ts";

/** The kind of change that a revision records. */
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

/** One change of a store, whole or not at all (rules W1, H1). */
export interface RevisionRecord {
  readonly revision: Revision;
  /** Milliseconds since 1970-01-01 UTC by the clock of the machine that wrote it. Never used for ordering. */
  readonly at: number;
  readonly operation: Operation;
  /** How many keys the revision touched. */
  readonly touched: number;
  /** The only touched key; null if there are several. */
  readonly key: Key | null;
  /** Details of the operation, for people: the restored tag, the imported file's name. */
  readonly detail: string | null;
  /** Who made it; null where that is not known, as of revisions of a store of format 1. */
  readonly author: string | null;
  /** What its author says about it. */
  readonly message: string | null;
}

/** A possible undo or redo. */
export interface UndoStep {
  /** The revision that would be undone or redone. */
  readonly revision: Revision;
  readonly operation: Operation;
  readonly touched: number;
  readonly key: Key | null;
  readonly detail: string | null;
}
