import { equalJson } from "../../../shared/json/index.ts";
import type { EntryChange } from "../persistence.ts";
import type { FileState } from "./fileState.ts";

export function* entriesOf(state: FileState): Generator<EntryChange> {
  for (const [key, text] of state) yield { key, text };
}

/**
 * The changes from one content to another.
 *
 * @param exact Whether a different notation of an equal value counts as a change: right if both contents are from the
 * file.
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
