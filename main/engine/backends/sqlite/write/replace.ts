import type { JsonText, Revision } from "../../../../../shared/model/index.ts";
import { Slices } from "../../../core/slices.ts";
import { checkChange, checkLarge, isLarge, prepareLarge } from "../../../domain/write/checkChange.ts";
import { isExact } from "../../../domain/write/exactSource.ts";
import { InvalidValueError } from "../../../errors.ts";
import { toKey } from "../../../key.ts";
import type { EntryChange, JobOptions, WriteOptions } from "../../../persistence.ts";
import type { Source } from "../../backend.ts";
import type { StoreCore } from "../core/core.ts";
import { clearSlices } from "./clear.ts";
import { type LookedAtChange, lookAtReplaced } from "./lookAtReplaced.ts";
import { RevisionDraft } from "./revisionDraft.ts";
import { RowSet } from "./rowSet.ts";

const PAGE = 2000;

/**
 * Inside a long transaction: makes the state exactly what the source gives. A key that comes twice has its last value.
 * What is there already is left alone; what the source does not name goes, unless it is to be kept.
 */
export async function replaceAll(
  core: StoreCore,
  source: Source,
  options: WriteOptions & JobOptions & { readonly keep?: boolean | undefined },
): Promise<Revision | null> {
  const slices = new Slices(options);
  const draft = new RevisionDraft(core, options, options);
  const wasEmpty = core.head.entryCount === 0;
  if (wasEmpty) draft.startFromNothing();
  const kept = new RowSet();
  let done = 0;
  const known = isExact(source);
  const apply = ({ key, text, prepared }: LookedAtChange) => {
    toKey(key);
    if (text === null) {
      if (options.keep === true) {
        draft.delete(key);
        done += 1;
        return;
      }
      throw new InvalidValueError(`The source of a replacement gave no value for ${JSON.stringify(key)}.`, {
        key,
      });
    }
    done += 1;
    if (wasEmpty) {
      draft.putNew(key, text, prepared);
      return;
    }
    const same = draft.put(key, text, prepared);
    if (same !== undefined) kept.add(same);
  };
  const applyAll = async (changes: Iterable<LookedAtChange>) => {
    for (const change of changes) {
      if (isLarge(change)) apply(await prepared(core, change, known, options, slices));
      else apply(known ? change : checkChange(change));
      if ((done & 15) === 0 && slices.due) await slices.pause(done, null);
    }
  };
  if (Symbol.asyncIterator in source) {
    for await (const some of source) await applyAll(isList(some) ? some : [some]);
  } else await applyAll(source);
  if (!wasEmpty && options.keep !== true) {
    if (done === 0) await clearSlices(core, draft, slices);
    else await dropOthers(core, draft, kept, slices);
  }
  options.onProgress?.(done, done);
  return draft.finish();
}

function isList(some: EntryChange | readonly EntryChange[]): some is readonly EntryChange[] {
  return Array.isArray(some);
}

async function prepared(
  core: StoreCore,
  change: LookedAtChange,
  known: boolean,
  options: WriteOptions,
  slices: Slices,
): Promise<LookedAtChange> {
  if (change.prepared !== undefined && known) return change;
  const { key, text } = change;
  const checked = await (known ? prepareLarge(key, text as JsonText, slices) : checkLarge(change, slices));
  return lookAtReplaced(core.own, checked, options, slices);
}

/** Deletes every row that this revision did neither write nor find as it should be. */
async function dropOthers(
  core: StoreCore,
  draft: RevisionDraft,
  kept: RowSet,
  slices: Slices,
): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = core.own.liveIds.all(after, PAGE);
    for (const [id, key, since] of rows) {
      if (since !== draft.revision && !kept.has(id)) draft.delete(key);
      if (slices.due) await slices.pause(0, null);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last[0];
  }
}
