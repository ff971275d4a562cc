import type { Revision } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { Slices } from "../core/slices.ts";
import { RevisionDraft, type RevisionLabel } from "./revisionDraft.ts";

/** Up to this many entries are cleared one by one, so that the revision says which they were. */
const MOST_NAMED = 10_000;

const PAGE = 2000;

/** Inside a long transaction: takes every entry out, as one revision; null when there was none. */
export async function clearAll(core: StoreCore, label: RevisionLabel): Promise<Revision | null> {
  const draft = new RevisionDraft(core, label);
  await clearSlices(core, draft, new Slices());
  return draft.finish();
}

export async function clearSlices(core: StoreCore, draft: RevisionDraft, slices: Slices): Promise<void> {
  const { entryCount } = core.head;
  const everything = entryCount > MOST_NAMED;
  if (everything) draft.touchEverything();
  const last = core.own.lastLiveId.get() ?? 0;
  for (let id = 0; id < last; id += PAGE) {
    if (everything) {
      core.write.supersedeAll.run(draft.revision, id, id + PAGE);
      core.write.deleteAllLive.run(id, id + PAGE);
    } else {
      for (const [, key] of core.own.liveIds.all(id, PAGE)) {
        if (!draft.delete(key)) throw new Error(`${key} is listed and not there`);
      }
    }
    if (slices.due) await slices.pause(Math.min(id, entryCount), entryCount);
  }
  if (everything) draft.noteAllTakenOut(entryCount);
}
