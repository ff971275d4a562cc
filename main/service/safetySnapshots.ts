import type { Revision, SnapshotMetadata, SnapshotVersion } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/** A change of fewer keys is easily reviewed, whatever share of the store they are. */
const MIN_KEYS = 10;

export interface Step {
  /** As in "Before …". */
  readonly what: string;
  /** The largest number of keys it can change; absent if that is not known beforehand. */
  readonly atMost?: number | undefined;
  /** Counts the keys that it will change; called only if the count matters. */
  readonly count?: (() => Promise<number>) | undefined;
}

/** The result of a change, and the snapshot made before it, if any. */
export interface Guarded<Done> {
  readonly done: Done;
  readonly safety: SnapshotVersion | null;
}

/**
 * Makes a snapshot before a change of more than a chosen share of a store's keys, unless the present has one already. A
 * change of unknown extent counts as a change of all keys.
 */
export class SafetySnapshots {
  readonly #store: EnhancedPersistence;
  readonly #percent: () => number | Promise<number>;

  /** @param percent Returns the share of keys that may change without a snapshot; 0 turns safety snapshots off. */
  constructor(store: EnhancedPersistence, percent: () => number | Promise<number>) {
    this.#store = store;
    this.#percent = percent;
  }

  /** Runs a change, after a snapshot if one is required. A change that fails, or has no effect, leaves no snapshot. */
  async before<Done extends { readonly revision: Revision | null }>(
    step: Step,
    run: () => Promise<Done>,
  ): Promise<Guarded<Done>> {
    const snapshot = await this.#snapshotBefore(step);
    if (snapshot === null) return { done: await run(), safety: null };
    try {
      const done = await run();
      if (done.revision !== null) return { done, safety: snapshot.version };
      await this.#takeBack(snapshot);
      return { done, safety: null };
    } catch (error) {
      // The reason of the failure matters more than a superfluous snapshot that could not be removed.
      await this.#takeBack(snapshot).catch(() => {});
      throw error;
    }
  }

  async #snapshotBefore(step: Step): Promise<SnapshotMetadata | null> {
    if (step.atMost !== undefined && step.atMost < MIN_KEYS) return null;
    const percent = await this.#percent();
    if (percent === 0) return null;
    const { entryCount, revision, latestSnapshot } = await this.#store.status();
    if (entryCount === 0 || latestSnapshot?.revision === revision) return null;
    const isLarge = (keys: number) => keys >= MIN_KEYS && keys * 100 > percent * entryCount;
    if (step.atMost !== undefined && !isLarge(step.atMost)) return null;
    if (step.count !== undefined && !isLarge(await step.count())) return null;
    return this.#store.snapshot({
      tags: ["safety"],
      description: `Before ${step.what}`,
      // It must not push out the snapshot that is about to be restored.
      beyondLimit: true,
    });
  }

  async #takeBack({ version }: SnapshotMetadata): Promise<void> {
    const snapshot = await this.#store.findSnapshot(version);
    if (snapshot !== undefined && !snapshot.pinned)
      await this.#store.deleteSnapshots([version], { forGood: true });
  }
}
