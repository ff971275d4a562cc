import type { Moment, Revision } from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import type { Head } from "../../backends/sqlite/core/head.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import { NotFoundError, SnapshotNotFoundError } from "../../errors.ts";

/**
 * The revision that a moment means.
 *
 * @throws {SnapshotNotFoundError | NotFoundError} if there is no such moment, or nothing retains it.
 */
export function revisionAt(
  core: StoreCore,
  statements: ReadStatements,
  present: Head,
  moment: Moment,
): Revision {
  switch (moment.kind) {
    case "now":
      return present.revision;
    case "revision":
      assertRetained(core, statements, moment.revision, present);
      return moment.revision;
    case "snapshot": {
      const snapshot = statements.snapshot.get(moment.version);
      if (!snapshot) throw new SnapshotNotFoundError(moment.version);
      return snapshot.revision;
    }
  }
}

/** @throws {NotFoundError} if the revision lies in the future, or nothing retains it. */
function assertRetained(
  core: StoreCore,
  statements: ReadStatements,
  revision: Revision,
  present: Head,
): void {
  if (!Number.isSafeInteger(revision) || revision < 0 || revision > present.revision) {
    throw new NotFoundError(
      `There is no revision ${revision} in this store; the newest is ${present.revision}.`,
    );
  }
  const floor = core.floor(statements);
  if (revision >= floor || statements.snapshotNames.get(revision) === 1) return;
  throw new NotFoundError(
    `Revision ${revision} is no longer kept. The oldest that can be read is ${floor}; older ones only where a snapshot names them.`,
  );
}
