import type { Moment, Revision } from "../../../../../shared/model/index.ts";
import { assertRetained, revisionAt } from "../../../domain/read/moment.ts";
import type { Awaitable } from "../../backend.ts";
import type { Need, Reads } from "../read/reads.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { StoreCore } from "./core.ts";
import type { Head } from "./head.ts";
import { momentSource, type PinnedMoments } from "./pinned.ts";

/** Reads of what is committed, each in one consistent view, beside whatever is being written. */
export class CommittedReads {
  readonly #core: StoreCore;

  constructor(core: StoreCore) {
    this.#core = core;
  }

  /** Reads what is committed, in one consistent view. What a need is for, `Need` says. */
  readonly read: Reads = (need, read) => {
    const core = this.#core;
    core.assertOpen();
    if (!isTaken(core)) {
      const statements = core.reads;
      try {
        statements.begin.run();
        try {
          if (statements === core.own) core.refresh();
          const { revision } = core.newest;
          if (need === revision || need === "tables" || statements.hasPending.get() === 0)
            return readFrom(statements, revision, need, read);
        } finally {
          statements.end.run();
        }
      } catch (error) {
        throw core.failure(error);
      }
    }
    return core.queue.submit(() => {
      if (need !== core.head.revision && need !== "tables") core.flushPending();
      return readFrom(core.own, core.head.revision, need, read);
    });
  };

  /** The newest revision that a view of these moments sees, and the revisions of the moments. */
  lookAt(moments: readonly Moment[]): Awaitable<PinnedMoments> {
    const core = this.#core;
    const look = (statements: ReadStatements, { revision, entryCount, sizeBytes, undo, redo }: Head) => {
      const source = momentSource(statements, revision);
      const at = moments.map((moment) => revisionAt(source, moment));
      return { head: { revision, entryCount, sizeBytes, undo, redo }, at };
    };
    core.assertOpen();
    if (core.mustWait) return core.queue.submit(() => look(core.own, core.head));
    const statements = core.reads;
    try {
      if (moments.every(({ kind }) => kind === "now")) return look(statements, core.present);
      statements.begin.run();
      try {
        if (statements === core.own) core.refresh();
        return look(statements, core.newest);
      } finally {
        statements.end.run();
      }
    } catch (error) {
      throw core.failure(error);
    }
  }
}

/** Whether reads have to wait for the one connection, which is in the middle of a long command. */
function isTaken({ queue, isAlone }: StoreCore): boolean {
  return queue.longRunning && isAlone;
}

function readFrom<T>(
  statements: ReadStatements,
  newest: Revision,
  need: Need,
  read: (statements: ReadStatements, isPresent: boolean) => T,
): T {
  // A prune may have come since the view was opened.
  if (typeof need === "number" && need !== newest) assertRetained(momentSource(statements, newest), need);
  return read(statements, need === newest);
}
