import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { Slices } from "../../../core/slices.ts";
import { checkChange, checkLarge, isLarge, type PreparedChange } from "../../../domain/write/checkChange.ts";
import { exact } from "../../../domain/write/exactSource.ts";
import { ConflictError } from "../../../errors.ts";
import type { EntryChange, WriteOptions } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { lookAtReplaced } from "./lookAtReplaced.ts";
import { replaceAll } from "./replace.ts";
import { RevisionDraft } from "./revisionDraft.ts";

/** Up to this many changes are written in one go. */
const MOST_AT_ONCE = 500;

type ChangeOptions = WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> };

/** Writes these changes as one revision, and says how many bytes of values they hold. */
export async function write(
  core: StoreCore,
  changes: readonly EntryChange[],
  options: ChangeOptions,
): Promise<{ readonly revision: Revision | null; readonly bytes: number }> {
  if (changes.some(isLarge)) return writeLarge(core, changes, options);
  let bytes = 0;
  // The last of several changes of one key is the one that counts.
  const checked = new Map<Key, EntryChange>();
  for (const given of changes) {
    const change = checkChange(given);
    if (change.text !== null) bytes += Buffer.byteLength(change.text);
    checked.set(change.key, change);
  }
  const revision =
    checked.size <= MOST_AT_ONCE
      ? await core.queue.submit(() => writeChanges(core, checked.values(), options), core.metering.tookToSave)
      : await core.queue.submitLong(() => writeMany(core, checked, options), core.metering.tookToSave);
  return { revision, bytes };
}

/** Inside a long transaction. */
async function writeMany(
  core: StoreCore,
  checked: ReadonlyMap<Key, PreparedChange>,
  options: ChangeOptions,
): Promise<Revision | null> {
  assertExpected(core, options.expected);
  return replaceAll(core, exact(checked.values()), { ...options, keep: true });
}

/**
 * The same for large values: what they are, and what they replace, is found out in slices, before the transaction (rule
 * W11), which leaves it to later to copy the log into the file, as that of long work does.
 */
async function writeLarge(
  core: StoreCore,
  changes: readonly EntryChange[],
  options: ChangeOptions,
): Promise<{ readonly revision: Revision | null; readonly bytes: number }> {
  let bytes = 0;
  const checked = new Map<Key, PreparedChange>();
  // Taken by copy: the caller may go on with its list.
  const ready = checkAll(core, [...changes], options, (change) => {
    checked.set(change.key, change);
    if (change.text !== null) bytes += change.prepared?.bytes.length ?? Buffer.byteLength(change.text);
  });
  const run = async () => {
    return checked.size <= MOST_AT_ONCE
      ? writeChanges(core, checked.values(), options)
      : writeMany(core, checked, options);
  };
  const revision = await core.queue.submitLong(run, core.metering.tookToSave, ready);
  return { revision, bytes };
}

async function checkAll(
  core: StoreCore,
  changes: readonly EntryChange[],
  options: ChangeOptions,
  take: (change: PreparedChange) => void,
): Promise<void> {
  const slices = new Slices();
  for (const given of changes) {
    if (isLarge(given))
      take(await lookAtReplaced(core.reads, await checkLarge(given, slices), options, slices));
    else take(checkChange(given));
    if (slices.due) await slices.pause(0, null);
  }
}

/** Inside a transaction: applies these changes as one revision; null when none of them changes anything. */
export function writeChanges(
  core: StoreCore,
  changes: Iterable<PreparedChange>,
  options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> | undefined },
): Revision | null {
  assertExpected(core, options.expected);
  const draft = new RevisionDraft(core, options, options);
  for (const { key, text, prepared } of changes) {
    if (text === null) draft.delete(key);
    else draft.put(key, text, prepared);
  }
  return draft.finish();
}

/** @throws {ConflictError} if a key is not, or not any more, at the revision that the caller knows. */
function assertExpected(core: StoreCore, expected: ReadonlyMap<Key, Revision | null> = new Map()): void {
  for (const [key, since] of expected) {
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
}
