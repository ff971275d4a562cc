import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import { exact } from "../domain/write/exactSource.ts";
import { DataIntegrityError } from "../errors.ts";
import type { EnhancedPersistence, EntryChange, SnapshotOptions, WriteOptions } from "../persistence.ts";

/** Changes up to this many are written as an edit is, and not as a replacement. */
const FEW = 1000;

interface ReplayedChange extends WriteOptions {
  readonly source: AsyncIterable<EntryChange> | Iterable<EntryChange>;
  /** False when the source is the whole state. */
  readonly keep: boolean;
}

/** One step of a history that comes from elsewhere. */
export interface ReplayedStep {
  /** What changed; absent when only a snapshot was made. */
  readonly change?: ReplayedChange;
  /** A snapshot of the state then, and the checksum that it must have. */
  readonly snapshot?: SnapshotOptions & { readonly checksum?: string | undefined };
}

/**
 * Takes over a history step by step. When a step fails, or the source of steps does, the snapshots made so far go and
 * the state becomes what it was.
 *
 * @throws {DataIntegrityError} when a snapshot does not have the checksum it should have.
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
