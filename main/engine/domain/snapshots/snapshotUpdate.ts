import type { SnapshotUpdate } from "../../persistence.ts";
import { checkNote } from "./notes.ts";
import { checkTags } from "./tags.ts";

/** @throws {InvalidOptionError} */
export function checkUpdate(update: SnapshotUpdate): SnapshotUpdate {
  for (const name of ["description", "pinReason"] as const) {
    if (update[name] !== undefined) checkNote(name, update[name]);
  }
  return update.tags === undefined ? update : { ...update, tags: checkTags(update.tags) };
}
