import type { Slice } from "../slice.ts";

/** The input of Take snapshot. */
export interface SnapshotForm {
  readonly tags: readonly string[];
  /** An unfinished tag. */
  readonly typed: string;
  readonly note: string;
}

export interface Forms {
  /** Kept for the next opening, until a snapshot is taken or the store is closed. */
  readonly snapshotForm: SnapshotForm;
  setSnapshotForm(change: Partial<SnapshotForm>): void;
  clearForms(): void;
}

const EMPTY: SnapshotForm = { tags: [], typed: "", note: "" };

export const forms: Slice<Forms> = (set) => ({
  snapshotForm: EMPTY,
  setSnapshotForm: (change) => set(({ snapshotForm }) => ({ snapshotForm: { ...snapshotForm, ...change } })),
  clearForms: () => set({ snapshotForm: EMPTY }),
});
