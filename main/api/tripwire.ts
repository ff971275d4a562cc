import type { DifferenceTotals, Revision, SnapshotMetadata } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";

/** A step that changes fewer keys than this is easily seen through, whatever share of the store they are. */
const FEWEST_KEYS = 10;

export interface Step {
  /** As in "Before …". */
  readonly what: string;
  /** How many keys it can change at most; absent when nobody knows before it is done. */
  readonly atMost?: number | undefined;
  /** Counts the keys that it will change; asked for only when it matters. */
  readonly count?: (() => Promise<number>) | undefined;
}

/**
 * Makes a snapshot by itself before a step that changes more than a chosen share of a store's keys, unless the present
 * has one already. A step whose extent nobody knows beforehand counts as one that changes everything.
 */
export class Tripwire {
  readonly #store: EnhancedPersistence;
  readonly #percent: () => number;

  /** @param percent Gives the share that a step may change without a snapshot; 0 is no tripwire. */
  constructor(store: EnhancedPersistence, percent: () => number) {
    this.#store = store;
    this.#percent = percent;
  }

  /** Runs a step, behind a snapshot if need be. One that fails, or changes nothing, leaves none behind. */
  async guard<Done extends { readonly revision: Revision | null }>(
    step: Step,
    run: () => Promise<Done>,
  ): Promise<Done> {
    const snapshot = await this.#snapshotBefore(step);
    if (snapshot === null) return run();
    try {
      const done = await run();
      if (done.revision === null) await this.#takeBack(snapshot);
      return done;
    } catch (error) {
      // Why the step failed matters more than a snapshot too many that could not be taken back.
      await this.#takeBack(snapshot).catch(() => {});
      throw error;
    }
  }

  async #snapshotBefore(step: Step): Promise<SnapshotMetadata | null> {
    const percent = this.#percent();
    if (percent === 0) return null;
    const { entryCount, revision, latestSnapshot } = await this.#store.status();
    if (entryCount === 0 || latestSnapshot?.revision === revision) return null;
    const trips = (keys: number) => keys >= FEWEST_KEYS && keys * 100 > percent * entryCount;
    if (step.atMost !== undefined && !trips(step.atMost)) return null;
    if (step.count !== undefined && !trips(await step.count())) return null;
    return this.#store.snapshot({
      tags: ["safety"],
      description: `Before ${step.what}`,
      // It must not push out the very snapshot that is about to be restored.
      beyondLimit: true,
    });
  }

  async #takeBack({ version }: SnapshotMetadata): Promise<void> {
    const snapshot = await this.#store.findSnapshot(version);
    if (snapshot !== undefined && !snapshot.pinned)
      await this.#store.deleteSnapshots([version], { forGood: true });
  }
}

export const keysIn = ({ added, removed, changed }: DifferenceTotals): number => added + removed + changed;
