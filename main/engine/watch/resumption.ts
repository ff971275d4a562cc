import { basename } from "node:path";
import { NOW, type Revision } from "../../../shared/model/index.ts";
import { NotFoundError } from "../errors.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { targetOf } from "../transfer/target.ts";
import type { WatchBinding } from "./binding.ts";
import type { StoreBinding } from "./bindings.ts";
import { type FileState, NO_ENTRIES } from "./fileState.ts";
import { completeInPlace, replacedBefore } from "./safeWrite.ts";
import { storedAt } from "./unsyncedKeys.ts";
import { hashOf, readRegular, stateIn, type Understood } from "./watchedFile.ts";

/** The descriptions of revisions that came from the file. */
export const TAKEN = { plainly: "changed on disk", inRace: "changed on disk while it was written" } as const;
export type HowTaken = keyof typeof TAKEN;

export function detailOf(file: string, how: HowTaken): string {
  return `${basename(file)}, ${TAKEN[how]}`;
}

/** A write that a crash interrupted: undone or completed. The replaced file is kept, to be checked. */
export async function completedWrite(
  place: StoreBinding,
  binding: WatchBinding,
): Promise<Partial<WatchBinding>> {
  const { writing, agreed, file, isLink } = binding;
  if (writing === null) return {};
  if (writing.temporary === null) await completeInPlace(isLink ? await targetOf(file) : file, place.journal);
  const replaced = await replacedBefore(writing);
  const isWritten =
    replaced !== null || hashOf(await readRegular(file, isLink ? "follow" : "skip")) === writing.hash;
  return {
    writing: null,
    agreed: isWritten ? { hash: writing.hash, revision: writing.revision } : agreed,
    replaced: [...binding.replaced, ...(replaced === null ? [] : [{ path: replaced, agreed }])],
  };
}

/** The revision that was being made of a content when a process ended; null if it was not committed. */
export async function alreadyTaken(
  store: EnhancedPersistence,
  { file, taking }: WatchBinding,
  how: HowTaken,
): Promise<Revision | null> {
  if (taking === null) return null;
  let before: Revision | undefined;
  for (;;) {
    const records = await store.revisions({ limit: 100, ...(before !== undefined && { before }) });
    for (const { revision, operation, detail } of records) {
      if (revision <= taking.revision) return null;
      if (operation === "import" && detail === detailOf(file, how)) return revision;
    }
    before = records.at(-1)?.revision;
    if (before === undefined) return null;
  }
}

/** The agreed state at a revision, with later imports; the present if that revision is not retained. */
export async function agreedState(
  store: EnhancedPersistence,
  revision: Revision,
  taken: Revision | null,
): Promise<FileState> {
  try {
    const state = new Map(await storedAt(store, { kind: "revision", revision }));
    if (taken === null) return state;
    const from = { kind: "revision", revision: (taken - 1) as Revision } as const;
    const to = { kind: "revision", revision: taken } as const;
    for (const { key } of await store.difference(from, to, { exact: true })) {
      const entry = await store.read(key, to);
      if (entry === undefined) state.delete(key);
      else state.set(key, entry.text);
    }
    return state;
  } catch (error) {
    if (error instanceof NotFoundError) return storedAt(store, NOW);
    throw error;
  }
}

/** The content that was written for the store's state at a revision. */
export async function stateWritten(
  store: EnhancedPersistence,
  content: Understood,
  revision: Revision,
): Promise<FileState> {
  try {
    return (await store.count({ kind: "revision", revision })) === 0 ? NO_ENTRIES : stateIn(content);
  } catch (error) {
    if (error instanceof NotFoundError) return stateIn(content);
    throw error;
  }
}
