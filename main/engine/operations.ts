import type { Operation } from "../../shared/model/index.ts";

/** What a revision can be. Stores keep the position in here; never reorder, only add. */
export const OPERATIONS: readonly Operation[] = [
  "set",
  "delete",
  "rename",
  "save",
  "clear",
  "import",
  "restore",
  "undo",
  "redo",
];
