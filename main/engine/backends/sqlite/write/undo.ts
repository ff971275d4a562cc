import type { Revision, UndoStep } from "../../../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import type { Head } from "../core/head.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { RevisionRow } from "../storage/rows.ts";
import { operationOf } from "../storage/schema.ts";
import { fewKeys, type RestorePlan, restoreAtOnce, restoreInSlices } from "./restore.ts";

/*
 * Undo is a stack that lives in the log, so it outlasts a restart and is one for all processes (rule W8). The newest
 * revision names what can be undone (`undo`: an edit or a redo) and what can be redone (`redo`: an undo). What lies
 * below an element of either stack is what the row before that element's revision named. An edit empties the redo stack.
 */

/** A step with what carries it out. */
export interface UndoPlan {
  readonly step: UndoStep;
  readonly plan: RestorePlan;
}

/** What an undo would take back; null when there is nothing, or nothing any more. Pending history has to be flushed first. */
export function undoPlan(core: StoreCore, statements: ReadStatements, head: Head): UndoPlan | null {
  const step = undoStep(core, statements, head);
  if (step === null || head.undo === null) return null;
  const taken = head.undo;
  const before = (taken - 1) as Revision;
  return {
    step,
    plan: {
      to: before,
      touchedAfter: before,
      touchedUpTo: taken,
      label: { operation: "undo", detail: sentence(step) },
      undo: {
        undo: statements.revisionUpTo.get(before)?.undo ?? null,
        redo: core.nextRevision,
        target: step.revision,
      },
    },
  };
}

/** The revision that a redo would redo; null if there is none. Requires flushed history. */
export function redoPlan(core: StoreCore, statements: ReadStatements, head: Head): UndoPlan | null {
  const step = redoStep(core, statements, head);
  if (step === null || head.redo === null) return null;
  const undone = head.redo;
  const before = (undone - 1) as Revision;
  return {
    step,
    plan: {
      // The state that the undo found is the one to go back to.
      to: before,
      touchedAfter: before,
      touchedUpTo: undone,
      label: { operation: "redo", detail: sentence(step) },
      undo: {
        undo: core.nextRevision,
        redo: statements.revisionUpTo.get(before)?.redo ?? null,
        target: step.revision,
      },
    },
  };
}

/** Carries out an undo or a redo, and gives the step; null when there is none. */
export async function takeStep(
  core: StoreCore,
  planOf: typeof undoPlan | typeof redoPlan,
): Promise<UndoStep | null> {
  const flushedPlan = () => {
    core.flushPending();
    return planOf(core, core.own, core.head);
  };
  const small = await core.queue.submit(() => {
    const found = flushedPlan();
    if (found === null) return { step: null };
    const few = fewKeys(core, found.plan);
    if (few === null) return null;
    restoreAtOnce(core, found.plan, few);
    return { step: found.step };
  });
  if (small !== null) return small.step;
  return core.queue.submitLong(async () => {
    const found = flushedPlan();
    if (found !== null) await restoreInSlices(core, found.plan);
    return found?.step ?? null;
  });
}

export function undoStep(
  core: StoreCore,
  statements: ReadStatements,
  head: Pick<Head, "undo">,
): UndoStep | null {
  return head.undo === null ? null : stepFor(core, statements, head.undo);
}

export function redoStep(
  core: StoreCore,
  statements: ReadStatements,
  head: Pick<Head, "redo">,
): UndoStep | null {
  return head.redo === null ? null : stepFor(core, statements, head.redo);
}

/** The revision on the undo stack that this one stands for: itself, or the one that it undid or redid. */
function stepFor(core: StoreCore, statements: ReadStatements, revision: Revision): UndoStep | null {
  if (revision - 1 < core.floor(statements)) return null;
  const row = statements.anyRevision.get(revision, revision);
  if (row === undefined) return null;
  const original = row.target === null ? row : (statements.anyRevision.get(row.target, row.target) ?? row);
  return toStep(original);
}

function toStep(row: RevisionRow): UndoStep {
  return {
    revision: row.id,
    operation: operationOf(row.operation),
    touched: row.touched,
    key: row.key,
    detail: row.detail,
  };
}

/** What the revision of an undo or a redo says about what it acted on. */
function sentence(step: UndoStep): string {
  const about = step.key ?? step.detail ?? (step.touched === 1 ? "1 key" : `${step.touched} keys`);
  return `${step.operation} ${about}`;
}
