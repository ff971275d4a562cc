import { changesOf, compareJson, type PlaceChange } from "../../shared/diff/index.ts";
import type { Key, KeyDifference, Moment, Revision } from "../../shared/model/index.ts";
import { NOW } from "../../shared/model/index.ts";
import { type EnhancedPersistence, type JobOptions, NotFoundError } from "../engine/index.ts";
import { revisionOf, toMoment } from "./moments.ts";

/** Two moments, usually the earlier one first. */
export interface Sides {
  readonly from: Moment;
  readonly to: Moment;
}

/** The moments to compare: the named ones, by default the latest snapshot and the present. */
export async function sidesOf(store: EnhancedPersistence, from?: string, to?: string): Promise<Sides> {
  if (from !== undefined) {
    return { from: await toMoment(store, from), to: to === undefined ? NOW : await toMoment(store, to) };
  }
  const { latestSnapshot } = await store.status();
  if (latestSnapshot === null) {
    throw new NotFoundError(
      "This store has no snapshot to compare with. Name a moment, as in `strata diff now~1`.",
    );
  }
  return { from: { kind: "snapshot", version: latestSnapshot.version }, to: NOW };
}

/** The change of a moment: of a snapshot since the previous snapshot, of anything else since the previous revision. */
export async function changeOf(store: EnhancedPersistence, moment: Moment): Promise<Sides> {
  const revision = await revisionOf(store, moment);
  if (moment.kind !== "snapshot") {
    return { from: { kind: "revision", revision: Math.max(0, revision - 1) as Revision }, to: moment };
  }
  const snapshots = await store.listSnapshots();
  const place = snapshots.findIndex(({ version }) => version === moment.version);
  const previous = snapshots[place + 1];
  return {
    from:
      previous === undefined
        ? { kind: "revision", revision: 0 as Revision }
        : { kind: "snapshot", version: previous.version },
    to: moment,
  };
}

/** The keys that differ, or the requested ones of them. */
export async function differences(
  store: EnhancedPersistence,
  { from, to }: Sides,
  keys: readonly Key[],
  job: JobOptions,
): Promise<KeyDifference[]> {
  return store.difference(from, to, keys.length === 0 ? job : { ...job, keys });
}

/** Every place that differs inside one key's value; null if the values are too large to compare. */
export async function placesOf(
  store: EnhancedPersistence,
  { from, to }: Sides,
  key: Key,
): Promise<readonly PlaceChange[] | null> {
  const before = (await store.read(key, from))?.text ?? null;
  const after = (await store.read(key, to))?.text ?? null;
  const compared = compareJson(before, after);
  return compared.kind === "tooLarge" ? null : changesOf(compared.root);
}
