import type { Operation, UndoStep } from "../../shared/model/index.ts";
import { visibleName } from "../ui/visibleName.ts";

const nouns: Readonly<Record<Operation, string>> = {
  set: "edit",
  delete: "deletion",
  rename: "rename",
  save: "replacement",
  clear: "clearing",
  import: "import",
  restore: "restore",
  undo: "undo",
  redo: "redo",
};

/** A description of a revision, to follow "Undo: " or "Undid the ": "edit of api.Window", "restore of release". */
export function stepSentence({ operation, touched, key, detail }: UndoStep): string {
  const noun = nouns[operation];
  if (key !== null) return `${noun} of ${visibleName(key)}`;
  if (detail) return `${noun} of ${visibleName(detail)}`;
  return `${noun} of ${touched.toLocaleString()} ${touched === 1 ? "key" : "keys"}`;
}
