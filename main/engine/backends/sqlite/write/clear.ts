import type { Key } from "../../../../../shared/model/index.ts";
import type { Slices } from "../../../core/slices.ts";
import type { StoreCore } from "../core/core.ts";
import type { RevisionDraft } from "./revisionDraft.ts";

/** Up to this many entries are cleared one by one, so that the revision says which they were. */
const MOST_NAMED = 10_000;

const PAGE = 2000;

/** Inside a long transaction: takes every entry out. */
export async function clearSlices(core: StoreCore, draft: RevisionDraft, slices: Slices): Promise<void> {
  const { entryCount } = core.head;
  if (entryCount > MOST_NAMED) {
    await clearEverything(core, draft, slices);
    return;
  }
  for (const [, key] of core.own.liveIds.all(0, entryCount)) {
    draft.delete(key);
    if (slices.due) await slices.pause(draft.touched, entryCount);
  }
}

/** In the order of keys, so that the history grows at one place at a time. */
async function clearEverything(core: StoreCore, draft: RevisionDraft, slices: Slices): Promise<void> {
  const { own, write } = core;
  const { entryCount } = core.head;
  draft.touchEverything();
  let done = 0;
  for (let from: string | undefined = ""; from !== undefined; ) {
    const next: Key | undefined = own.keyAfter.get(from, PAGE);
    write.supersedeRange.run(draft.revision, from, next ?? Buffer.alloc(0));
    from = next;
    done += PAGE;
    if (slices.due) await slices.pause(Math.min(done, entryCount), entryCount);
  }
  write.deleteAllLive.run();
  draft.noteAllTakenOut(entryCount);
}
