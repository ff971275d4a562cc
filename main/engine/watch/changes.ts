import { equalJson } from "../../../shared/json/index.ts";
import type { EntryChange } from "../persistence.ts";
import type { FileState } from "./fileState.ts";

export function* entriesOf(state: FileState): Generator<EntryChange> {
  for (const [key, text] of state) yield { key, text };
}

/**
 * What makes one content of the other.
 *
 * @param exact A value that is only written differently counts as changed: right where both are from the file itself.
 */
export function changesBetween(
  before: FileState,
  after: FileState,
  { exact }: { readonly exact: boolean },
): EntryChange[] {
  const changes: EntryChange[] = [];
  for (const [key, text] of after) {
    const old = before.get(key);
    const same = old === text || (!exact && old !== undefined && equalJson(old, text));
    if (!same) changes.push({ key, text });
  }
  for (const key of before.keys()) if (!after.has(key)) changes.push({ key, text: null });
  return changes;
}
