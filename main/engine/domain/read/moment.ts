import type { Moment, Revision, SnapshotVersion } from "../../../../shared/model/index.ts";
import { NotFoundError, SnapshotNotFoundError } from "../../errors.ts";

/** What has to be known of a store to say which revision a moment means. */
export interface MomentSource {
  readonly newest: Revision;
  /** The oldest revision from which on every one can be read. */
  floor(): Revision;
  /** Whether a snapshot names this revision. */
  isNamed(revision: Revision): boolean;
  /** The revision that a snapshot names. */
  named(version: SnapshotVersion): Revision | undefined;
}

/**
 * The revision of a moment.
 *
 * @throws {SnapshotNotFoundError | NotFoundError} if there is no such moment, or it is not retained.
 */
export function revisionAt(source: MomentSource, moment: Moment): Revision {
  switch (moment.kind) {
    case "now":
      return source.newest;
    case "revision":
      assertRetained(source, moment.revision);
      return moment.revision;
    case "snapshot": {
      const revision = source.named(moment.version);
      if (revision === undefined) throw new SnapshotNotFoundError(moment.version);
      return revision;
    }
  }
}

/** @throws {NotFoundError} if the revision lies in the future, or nothing retains it. */
export function assertRetained(source: Omit<MomentSource, "named">, revision: Revision): void {
  const { newest } = source;
  if (!Number.isSafeInteger(revision) || revision < 0 || revision > newest) {
    throw new NotFoundError(`There is no revision ${revision} in this store; the newest is ${newest}.`);
  }
  const floor = source.floor();
  if (revision >= floor || source.isNamed(revision)) return;
  throw new NotFoundError(
    `Revision ${revision} is no longer kept. The oldest that can be read is ${floor}; older ones only where a snapshot names them.`,
  );
}
