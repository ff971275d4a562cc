import {
  countsInWords,
  type Key,
  type Moment,
  NOW,
  type Revision,
  type SnapshotMetadata,
  type SnapshotVersion,
  type StoreId,
} from "../../../shared/model/index.ts";
import { momentName } from "../moments.ts";
import { mayWrite } from "../readOnly.ts";
import type { Slice } from "../slice.ts";
import { stepSentence } from "../steps.ts";

export interface SnapshotOptions {
  readonly tags?: readonly string[];
  readonly description?: string | null;
  /** A delta against this snapshot, or against the latest. */
  readonly base?: "latest" | SnapshotVersion;
}

export interface Timeline {
  /** Newest first. */
  readonly snapshots: readonly SnapshotMetadata[];
  /** Null if it failed; the error is then shown. */
  takeSnapshot(options?: SnapshotOptions): Promise<SnapshotMetadata | null>;
  /** Restores the state, or only these keys, from a moment, and offers Undo. Null if nothing differed or it failed. */
  restoreTo(moment: Moment, keys?: readonly Key[]): Promise<Revision | null>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

export const timeline: Slice<Timeline> = (set, get) => {
  /** Runs a call on the open store; shows a failure and returns null. */
  const attempt = async <Answer>(act: (store: StoreId) => Promise<Answer>): Promise<Answer | null> => {
    const { store } = get();
    if (!store || !mayWrite(get())) return null;
    try {
      return await act(store);
    } catch (error) {
      get().fail(error);
      return null;
    }
  };

  return {
    snapshots: [],

    takeSnapshot: ({ tags = [], description = null, base } = {}) =>
      attempt(async (store) => {
        const { engine } = get().client;
        const snapshot = await engine.snapshots.create({
          store,
          tags: [...tags],
          description,
          ...(base ? { base } : {}),
        });
        await get().refresh({ revision: snapshot.revision, keys: [], snapshots: true });
        get().notify({
          message: `Took snapshot ${momentName({ kind: "snapshot", version: snapshot.version }, [snapshot])}`,
        });
        return snapshot;
      }),

    restoreTo: (to, keys) =>
      attempt(async (store) => {
        const name = momentName(to, get().snapshots);
        const { revision, counts } = await get().client.engine.restore.apply({
          store,
          to,
          ...(keys ? { keys: [...keys] } : {}),
        });
        set({ view: { kind: "browse", at: { kind: "now" } } });
        if (revision !== null) await get().refresh({ revision });
        if (revision === null) get().notify({ message: `The present is the same as ${name} already` });
        else get().notify({ message: `Went back to ${name}. ${countsInWords(counts)}.`, undo: revision });
        return revision;
      }),

    async undo() {
      await attempt(async (store) => {
        const { engine } = get().client;
        const step = await engine.history.undo({ store });
        await get().unshelveDrafts((key) => engine.entries.get({ store, at: NOW, key }));
        await get().refresh();
        get().notify({ message: step ? `Undid the ${stepSentence(step)}` : "There is nothing to undo" });
      });
    },

    async redo() {
      await attempt(async (store) => {
        const step = await get().client.engine.history.redo({ store });
        await get().refresh();
        get().notify({ message: step ? `Redid the ${stepSentence(step)}` : "There is nothing to redo" });
      });
    },
  };
};
