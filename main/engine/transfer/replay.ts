import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import { exact } from "../domain/write/exactSource.ts";
import { DataIntegrityError } from "../errors.ts";
import type { EnhancedPersistence, EntryChange, SnapshotOptions, WriteOptions } from "../persistence.ts";

/** Up to this many changes are written as an edit, not as a replacement. */
const FEW = 1000;

interface ReplayedChange extends WriteOptions {
  readonly source: AsyncIterable<EntryChange> | Iterable<EntryChange>;
  /** False if the source is the whole state. */
  readonly keep: boolean;
}

/** One step of an imported history. */
export interface ReplayedStep {
  /** The change; absent if only a snapshot was made. */
  readonly change?: ReplayedChange;
  /** A snapshot of the state at this step, and its expected checksum. */
  readonly snapshot?: SnapshotOptions & { readonly checksum?: string | undefined };
}

/**
 * Imports a history step by step. If a step or the source fails, the snapshots made so far are deleted and the state is
 * restored.
 *
 * @throws {DataIntegrityError} if a snapshot does not have the expected checksum.
 */
export async function replay(
  store: EnhancedPersistence,
  steps: AsyncIterable<ReplayedStep>,
  signal: AbortSignal | undefined,
): Promise<{ readonly revisions: number; readonly snapshots: number }> {
  const { revision: before } = await store.status();
  const made: SnapshotVersion[] = [];
  let revisions = 0;
  try {
    for await (const { change, snapshot } of steps) {
      signal?.throwIfAborted();
      if (change !== undefined) {
        if ((await apply(store, change, signal)) !== null) revisions += 1;
      }
      if (snapshot !== undefined) {
        const { checksum, ...options } = snapshot;
        const { version, checksum: actual } = await store.snapshot({ ...options, beyondLimit: true });
        made.push(version);
        if (checksum !== undefined && checksum !== actual) {
          throw new DataIntegrityError(
            `The snapshot ${version} of the file does not have the data that its checksum says. The file is damaged; nothing was changed.`,
            { version },
          );
        }
      }
    }
    return { revisions, snapshots: made.length };
  } catch (error) {
    await store.deleteSnapshots(made, { forGood: true });
    await store.restore({ kind: "revision", revision: before }, { detail: "an import that failed" });
    throw error;
  }
}

async function apply(
  store: EnhancedPersistence,
  { source, keep, ...label }: ReplayedChange,
  signal: AbortSignal | undefined,
): Promise<Revision | null> {
  const options = { ...label, exact: true };
  if (!keep) return store.replace(exact(source), { ...options, keep, signal });
  const rest = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const few: EntryChange[] = [];
  while (few.length < FEW) {
    const next = await rest.next();
    if (next.done === true) return store.write(few, options);
    few.push(next.value);
  }
  return store.replace(exact(joined(few, rest)), { ...options, keep, signal });
}

async function* joined(
  first: readonly EntryChange[],
  rest: AsyncIterator<EntryChange> | Iterator<EntryChange>,
): AsyncGenerator<EntryChange> {
  yield* first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
