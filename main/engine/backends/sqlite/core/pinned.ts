import type { Revision } from "../../../../../shared/model/index.ts";
import type { MomentSource } from "../../../domain/read/moment.ts";
import type { ViewHead } from "../../backend.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import { floorOf } from "./notes.ts";

/** What is known of the newest revision when a view is opened. */
export interface PinnedHead extends ViewHead {
  readonly undo: Revision | null;
  readonly redo: Revision | null;
}

/** The newest revision that a view sees, and the revisions of the moments it was opened for. */
export interface PinnedMoments {
  readonly head: PinnedHead;
  readonly at: readonly Revision[];
}

/** What the tables say of moments. */
export function momentSource(statements: ReadStatements, newest: Revision): MomentSource {
  return {
    newest,
    floor: () => floorOf(statements),
    isNamed: (revision) => statements.snapshotNames.get(revision) === 1,
    named: (version) => statements.snapshot.get(version)?.revision,
  };
}
