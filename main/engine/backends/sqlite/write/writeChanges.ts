import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { Slices } from "../../../core/slices.ts";
import { exact } from "../../../domain/write/exactSource.ts";
import { assertExpected } from "../../../domain/write/expected.ts";
import type { PreparedChanges, WriteCommand } from "../../backend.ts";
import type { StoreCore } from "../core/core.ts";
import { type LookedAtChange, lookAtReplaced } from "./lookAtReplaced.ts";
import { replaceAll } from "./replace.ts";
import { RevisionDraft } from "./revisionDraft.ts";

/** Up to this many changes are written in one go. */
const MOST_AT_ONCE = 500;

/** Writes these changes as one revision. */
export function write(
  core: StoreCore,
  { changes, ready }: PreparedChanges,
  command: WriteCommand,
): Promise<Revision | null> {
  const { queue } = core;
  const { tookToSave } = core.metering;
  if (ready === undefined) {
    return changes.size <= MOST_AT_ONCE
      ? queue.submit(() => writeChanges(core, changes.values(), command), tookToSave)
      : queue.submitLong(() => writeMany(core, changes, command), tookToSave);
  }
  // What large values replace is found out before the transaction, too, which leaves it to later to copy the log into the
  // file, as that of long work does.
  const looked = new Map<Key, LookedAtChange>();
  const lookedAt = ready.then(async () => {
    const slices = new Slices();
    for (const [key, change] of changes)
      looked.set(key, await lookAtReplaced(core.reads, change, command, slices));
  });
  const run = async () =>
    looked.size <= MOST_AT_ONCE
      ? writeChanges(core, looked.values(), command)
      : writeMany(core, looked, command);
  return queue.submitLong(run, tookToSave, lookedAt);
}

/** Inside a long transaction. */
async function writeMany(
  core: StoreCore,
  changes: ReadonlyMap<Key, LookedAtChange>,
  command: WriteCommand,
): Promise<Revision | null> {
  assertExpected(command.expected, sinceOf(core));
  return replaceAll(core, exact(changes.values()), { ...command, keep: true });
}

/** Inside a transaction: applies these changes as one revision; null when none of them changes anything. */
export function writeChanges(
  core: StoreCore,
  changes: Iterable<LookedAtChange>,
  options: WriteCommand,
): Revision | null {
  assertExpected(options.expected, sinceOf(core));
  const draft = new RevisionDraft(core, options, options);
  for (const { key, text, prepared } of changes) {
    if (text === null) draft.delete(key);
    else draft.put(key, text, prepared);
  }
  return draft.finish();
}

function sinceOf({ own }: StoreCore): (key: Key) => Revision | null {
  return (key) => own.live.get(key)?.[1] ?? null;
}
