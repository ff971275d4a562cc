import type { Moment, Revision } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import type { Head } from "../core/head.ts";
import { InvalidOptionError, SnapshotNotFoundError } from "../errors.ts";
import type { ReadStatements } from "../storage/readStatements.ts";

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
      core.assertRetained(statements, moment.revision, present);
      return moment.revision;
    case "snapshot": {
      const snapshot = statements.snapshot.get(moment.version);
      if (!snapshot) throw new SnapshotNotFoundError(moment.version);
      return snapshot.revision;
    }
    default:
      throw new InvalidOptionError(`Expected a moment, found ${JSON.stringify(moment)}.`);
  }
}
