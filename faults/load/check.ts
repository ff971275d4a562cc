import { type EnhancedPersistence, NotFoundError } from "../../main/engine/index.ts";
import { inOrder, type TemporalModel } from "../../main/engine/model/temporalModel.fixture.ts";
import type { Moment, Revision } from "../../shared/model/index.ts";
import { newModel, type Operation, operations } from "./operations.ts";

const ALL = 100_000;

/** Revisions without a snapshot that are looked at, at most. */
const MOST_REVISIONS = 25;

/** More operations than are ever under way together. */
const MOST_UNDER_WAY = 64;

interface Leniency {
  /** How many operations were acknowledged when the store's files were taken, if that was later than what it has to hold. */
  readonly latest?: number;
  /** Whether the list of snapshots may be of another moment: nothing else in a store tells which there are. */
  readonly anySnapshots?: boolean;
}

/**
 * Which operation a store has got to: the first from where the model is that gives just this state, these snapshots
 * and this floor. The model is taken there.
 *
 * @returns How many operations beyond the model's it has; null when no number of them explains it.
 */
export async function operationsAhead(
  store: EnhancedPersistence,
  model: TemporalModel,
  next: Iterator<Operation>,
  most = MOST_UNDER_WAY,
  anySnapshots = false,
): Promise<number | null> {
  for (let ahead = 0; ahead <= most; ahead += 1) {
    if (await isAt(store, model, anySnapshots)) return ahead;
    const { value } = next.next();
    (value as Operation).apply(model);
  }
  return null;
}

/**
 * Whether a store that the load's operations wrote to misses some of the first ones; in words what else is wrong.
 *
 * @param acknowledged How many have to be there.
 * @param files Where the load's files to import are.
 */
export async function missesOperations(
  store: EnhancedPersistence,
  acknowledged: number,
  seed: number,
  files: string,
  { latest = acknowledged, anySnapshots = false }: Leniency = {},
): Promise<boolean | string> {
  const model = newModel();
  const steps = operations(seed, model, files);
  const reached = await operationsAhead(store, model, steps, latest + MOST_UNDER_WAY, anySnapshots);
  if (reached === null) return "the state is none that the operations could give";
  const wrong = await wrongInThePast(store, model);
  if (wrong.length > 0) return wrong.join("; ");
  if (reached >= acknowledged) return false;
  // Operations that change nothing leave a state that is the same before and after them.
  const before = model.revision;
  for (let number = reached; number < acknowledged; number += 1) steps.next().value.apply(model);
  if (model.revision !== before) return true;
  return !anySnapshots && model.snapshots.length !== (await store.listSnapshots()).length;
}

/** Whether a store is just what the model is. */
export async function isAt(
  store: EnhancedPersistence,
  model: TemporalModel,
  anySnapshots = false,
): Promise<boolean> {
  const { revision } = await store.status();
  if (revision !== model.revision) return false;
  if (!(await holds(store, { kind: "now" }, model, model.revision))) return false;
  const snapshots = (await store.listSnapshots()).toReversed();
  const expected = model.snapshots.map(({ tags, revision: at, pinned }) =>
    JSON.stringify([tags, at, pinned]),
  );
  const found = snapshots.map(({ tags, revision: at, pinned }) => JSON.stringify([tags, at, pinned]));
  if (!anySnapshots && found.join() !== expected.join()) return false;
  // What a snapshot names can be read on either side of the floor, so it tells nothing about where that is.
  const named = new Set<number>(snapshots.map(({ revision: at }) => at));
  let from = model.floor;
  while (from < revision && named.has(from)) from += 1;
  if (!(await isReadable(store, from))) return false;
  let below = model.floor - 1;
  while (below >= 0 && named.has(below)) below -= 1;
  return below < 0 || !(await isReadable(store, below));
}

async function isReadable(store: EnhancedPersistence, revision: number): Promise<boolean> {
  try {
    await store.count({ kind: "revision", revision: revision as Revision });
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

async function holds(
  store: EnhancedPersistence,
  at: Moment,
  model: TemporalModel,
  revision: number,
): Promise<boolean> {
  const entries = await store.entries(at, {}, ALL);
  const expected = inOrder(model.stateAt(revision));
  return (
    entries.length === expected.length &&
    entries.every(({ key, text }, i) => key === expected[i]?.[0] && text === expected[i]?.[1])
  );
}

/** Everything older than the present that is not as the model has it, in words. */
export async function wrongInThePast(store: EnhancedPersistence, model: TemporalModel): Promise<string[]> {
  const wrong: string[] = [];
  for (const { version, revision } of await store.listSnapshots()) {
    if (!(await holds(store, { kind: "snapshot", version }, model, revision)))
      wrong.push(`snapshot ${version}`);
  }
  const step = Math.max(1, Math.floor((model.revision - model.floor) / MOST_REVISIONS));
  for (let revision = model.revision; revision >= model.floor; revision -= step) {
    const at = { kind: "revision", revision: revision as Revision } as const;
    if (!(await holds(store, at, model, revision))) wrong.push(`revision ${revision}`);
  }
  const report = await store.verify();
  if (report.error !== null && report.lost === null) wrong.push(report.error.message);
  return wrong;
}
