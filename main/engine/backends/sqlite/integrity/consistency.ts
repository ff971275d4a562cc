import { append, type Revision } from "../../../../../shared/model/index.ts";
import type { Slices } from "../../../core/slices.ts";
import type { VerifyReport } from "../../../persistence.ts";
import { lostNumbers } from "../core/lostCommits.ts";
import { notedCount } from "../core/notes.ts";
import type { View } from "../core/views.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SnapshotRow, ValueRow } from "../storage/rows.ts";
import { NOTED_AT } from "../storage/schema.ts";
import { RevisionLog } from "./revisionLog.ts";
import { contradictionsOfSnapshots } from "./snapshotTables.ts";
import type { Logged, VerifyStatements } from "./verifyStatements.ts";

const PAGE = 5000;

/** The most wrong revisions that are listed. */
const MOST_NAMED = 1000;

/**
 * Finds a torn copy (rule I7). Each part of a store may be undamaged and yet from another time than the others, if the
 * files were copied one by one during writes, or if a disk lost a write.
 */
export class Consistency {
  readonly #view: View;
  readonly #statements: VerifyStatements;
  readonly #oldest: Revision;
  readonly #log: RevisionLog;
  #present = 0;

  private constructor(view: View, statements: VerifyStatements, oldest: Revision, log: RevisionLog) {
    this.#view = view;
    this.#statements = statements;
    this.#oldest = oldest;
    this.#log = log;
  }

  /** @param floor The oldest revision from which every revision is retained. */
  static async begin(
    view: View,
    statements: VerifyStatements,
    floor: Revision,
    slices: Slices,
  ): Promise<Consistency> {
    const oldest = oldestKept(view.statements, floor);
    return new Consistency(view, statements, oldest, await RevisionLog.read(statements, oldest, slices));
  }

  /** Adds a value. A key that no revision records would be missed by comparisons and undo. */
  add(row: ValueRow & Logged, damaged: VerifyReport["damaged"][number][]): void {
    this.#log.add(row);
    const { key, since, until, logged } = row;
    if (until === null) this.#present += 1;
    if ((logged & 1) === 0)
      damaged.push({ key, since, reason: `revision ${since} of the log did not write it` });
    if ((logged & 2) === 0)
      damaged.push({ key, since, reason: `revision ${until} of the log did not replace it` });
  }

  /** After all values: the contradictions between the parts, in words. */
  async end(snapshots: readonly SnapshotRow[], slices: Slices): Promise<string[]> {
    const { statements, head } = this.#view;
    const found = this.#contradictionsOfLog();
    const rows = await countLive(this.#statements, slices);
    if (this.#present !== rows || rows !== head.entryCount) {
      const { entryCount } = head;
      found.push(
        `of present values there are ${rows}, in their index ${this.#present}, by the log ${entryCount}`,
      );
    }
    append(found, await contradictionsOfSnapshots(statements, this.#statements, snapshots, head, slices));
    return found;
  }

  /** The names of revisions that changed the checksum differently than the values say. */
  wrongRevisions(): string[] {
    return this.#log
      .wrong()
      .take(MOST_NAMED)
      .map((revision) => `revision ${revision}`)
      .toArray();
  }

  /** The numbers missing in the revision log, except those known to be lost. */
  #contradictionsOfLog(): string[] {
    const { statements, head } = this.#view;
    const lost = lostNumbers(statements.meta);
    const found = this.#log
      .missing(this.#oldest)
      .filter(({ from, to }) => !lost.some((known) => known.from <= from && to <= known.to))
      .take(MOST_NAMED)
      .map(({ from, to }) =>
        from === to ? `revision ${from} is missing` : `revisions ${from} to ${to} are missing`,
      )
      .toArray();
    for (const revision of this.#log.withoutAuthor)
      found.push(`revision ${revision} names an author that is not there`);
    const notedAt = notedCount(NOTED_AT, statements.meta.get(NOTED_AT));
    if (notedAt > head.revision) found.push(`something was noted at revision ${notedAt}, which is not there`);
    return found;
  }
}

/** The first revision with a known state: the record at or before the floor describes the state at the floor. */
function oldestKept(statements: ReadStatements, floor: Revision): Revision {
  return floor === 0 ? (1 as Revision) : (statements.revisionUpTo.get(floor)?.id ?? floor);
}

/** The number of present values by their table, not by its index. */
async function countLive(statements: VerifyStatements, slices: Slices): Promise<number> {
  for (let total = 0, after = 0; ; ) {
    const [count, last] = statements.liveRows.get(after, PAGE) ?? [0, null];
    total += count;
    if (last === null) return total;
    after = last;
    if (slices.due) await slices.pause(total, null);
  }
}
