import type { Key, Revision } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { ConflictError } from "../errors.ts";
import type { EntryChange, WriteOptions } from "../persistence.ts";
import { RevisionDraft } from "./revisionDraft.ts";

/** Inside a transaction: applies these changes as one revision; null when none of them changes anything. */
export function writeChanges(
  core: StoreCore,
  changes: Iterable<EntryChange>,
  options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> | undefined },
): Revision | null {
  for (const [key, since] of options.expected ?? []) {
    const found = core.own.live.get(key)?.[1] ?? null;
    if (found === since) continue;
    throw new ConflictError(
      found === null
        ? `${JSON.stringify(key)} was deleted in the meantime. Nothing was written.`
        : since === null
          ? `${JSON.stringify(key)} exists already. Nothing was written; choose another key or edit that one.`
          : `${JSON.stringify(key)} was changed in the meantime, by revision ${found}. Nothing was written; ` +
            "look at its present value first.",
      { key },
    );
  }
  const draft = new RevisionDraft(core, options);
  for (const { key, text } of changes) {
    if (text === null) draft.delete(key);
    else draft.put(key, text);
  }
  return draft.finish();
}
