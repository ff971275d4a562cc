import type { Key, Moment, Revision } from "../../../../../shared/model/index.ts";
import { StateChecksum } from "../../../checksum.ts";
import { Slices } from "../../../core/slices.ts";
import { revisionAt } from "../../../domain/read/moment.ts";
import type { JobOptions } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { momentSource } from "../core/pinned.ts";
import { candidatePages, touchedBetween } from "../read/candidates.ts";
import { withPending } from "../read/pendingHistory.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import { bringBack, KEYS_AT_ONCE } from "./bringBack.ts";
import type { RevisionLabel, StateSums, UndoState } from "./revision.ts";
import { RevisionDraft } from "./revisionDraft.ts";

/** Up to this many keys are restored at once. */
const MOST_AT_ONCE = 500;

/** Up to this many times that keys were touched it is counted how many keys they are. */
const MOST_COUNTED = 20 * MOST_AT_ONCE;

/** Bytes of values, going by the store's average, up to which that is looked at. */
const MOST_BYTES = 500_000;

/** The target of a restore, and the keys that it compares: those touched after one revision up to another. */
export interface RestorePlan {
  /** The revision whose values the keys get. */
  readonly to: Revision;
  readonly touchedAfter: Revision;
  readonly touchedUpTo: Revision;
  readonly label: RevisionLabel;
  readonly undo?: UndoState;
  /** What the state comes to, where it is that of `to` then. */
  readonly outcome?: StateSums | undefined;
}

/**
 * Makes the state, or only these keys of it, what it was at a moment, as one revision; null when it is that already.
 *
 * @param keys Null for all of them.
 */
export async function restore(
  core: StoreCore,
  moment: Moment,
  keys: readonly Key[] | null,
  label: RevisionLabel,
  options: JobOptions,
): Promise<Revision | null> {
  const planOf = (): RestorePlan => {
    const { head } = core;
    const to = revisionAt(momentSource(core.own, head.revision), moment);
    return { to, touchedAfter: to, touchedUpTo: head.revision, label, outcome: sumsAt(core.own, to) };
  };
  const small = await core.queue.submit(() => {
    const plan = planOf();
    const few = keys === null ? fewKeys(core, plan) : null;
    return few === null ? null : { revision: restoreAtOnce(core, plan, few) };
  }, core.metering.tookToSave);
  if (small !== null) return small.revision;
  return core.queue.submitLong(() => {
    const plan = planOf();
    return keys === null
      ? restoreInSlices(core, plan, options)
      : restoreKeys(core, keys, plan.to, label, options);
  }, core.metering.tookToSave);
}

function sumsAt(statements: ReadStatements, revision: Revision): StateSums | undefined {
  const row = statements.anyRevision.get(revision, revision);
  if (row === undefined) return undefined;
  const { entry_count: entryCount, size_bytes: sizeBytes, checksum } = row;
  return { entryCount, sizeBytes, checksum: StateChecksum.fromBytes(checksum) };
}

/** The keys that a plan looks at, in order, where they are few enough for it to be carried out in one go; null otherwise. */
export function fewKeys(
  core: StoreCore,
  { touchedAfter: from, touchedUpTo: to }: Pick<RestorePlan, "touchedAfter" | "touchedUpTo">,
): readonly Key[] | null {
  const { touched, written } = touchedBetween(core.own, from, to);
  if (!written || touched > MOST_COUNTED) return null;
  const keys = core.own.touchedKeys.all({ from, to });
  if (touched <= MOST_AT_ONCE) return keys;
  // The same few may have been touched many times. For long values, one flush costs less than pending copies again and again.
  const { entryCount, sizeBytes } = core.head;
  const bytes = (keys.length * sizeBytes) / Math.max(1, entryCount);
  return keys.length <= MOST_AT_ONCE && bytes <= MOST_BYTES ? keys : null;
}

/** Inside a transaction: carries out a plan that looks at these few keys. */
export function restoreAtOnce(core: StoreCore, plan: RestorePlan, keys: readonly Key[]): Revision | null {
  const draft = new RevisionDraft(core, plan.label, { exact: true, outcome: plan.outcome });
  withPending(core.own, [plan.to, plan.to], () => {
    for (const some of portions(keys)) bringBack(core, draft, some, plan.to);
  });
  return draft.finish(plan.undo);
}

/** Inside a long transaction: carries out a plan of any size. */
export async function restoreInSlices(
  core: StoreCore,
  plan: RestorePlan,
  options?: JobOptions,
): Promise<Revision | null> {
  const { touched, written } = touchedBetween(core.own, plan.touchedAfter, plan.touchedUpTo);
  const most = written ? touched : undefined;
  const draft = new RevisionDraft(core, plan.label, { exact: true, outcome: plan.outcome, most });
  const pages = candidatePages(core.own, plan.touchedAfter, plan.touchedUpTo);
  await bringBackPages(core, draft, pages, plan.to, touched, options);
  return draft.finish(plan.undo);
}

/** Inside a transaction, with pending history flushed: restores only these keys. */
async function restoreKeys(
  core: StoreCore,
  keys: readonly Key[],
  to: Revision,
  label: RevisionLabel,
  options?: JobOptions,
): Promise<Revision | null> {
  const draft = new RevisionDraft(core, label, { exact: true, most: keys.length });
  await bringBackPages(core, draft, [[...new Set(keys)]], to, keys.length, options);
  return draft.finish();
}

async function bringBackPages(
  core: StoreCore,
  draft: RevisionDraft,
  pages: Iterable<readonly Key[]>,
  to: Revision,
  total: number,
  options?: JobOptions,
): Promise<void> {
  const slices = new Slices(options);
  let done = 0;
  for (const keys of pages) {
    for (const some of portions(keys)) {
      bringBack(core, draft, some, to);
      done += some.length;
      if (slices.due) await slices.pause(done, Math.max(done, total));
    }
  }
  options?.onProgress?.(done, done);
}

function* portions(keys: readonly Key[]): Generator<readonly Key[], void, void> {
  for (let i = 0; i < keys.length; i += KEYS_AT_ONCE) yield keys.slice(i, i + KEYS_AT_ONCE);
}
