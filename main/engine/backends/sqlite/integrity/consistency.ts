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

/** So many revisions are named, however many are wrong. */
const MOST_NAMED = 1000;

/**
 * Whether the parts of a store are of one moment (rule I7). Each may be undamaged and yet older or newer than the others:
 * where the files were copied one by one while they were written to, or a disk lost a write.
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

  /** @param floor From where on every revision is kept. */
  static async begin(
    view: View,
    statements: VerifyStatements,
    floor: Revision,
    slices: Slices,
  ): Promise<Consistency> {
    const oldest = oldestKept(view.statements, floor);
    return new Consistency(view, statements, oldest, await RevisionLog.read(statements, oldest, slices));
  }

  /** Takes account of a value. What stands in no revision, no comparison and no undo would find. */
  add(row: ValueRow & Logged, damaged: VerifyReport["damaged"][number][]): void {
    this.#log.add(row);
    const { key, since, until, logged } = row;
    if (until === null) this.#present += 1;
    if ((logged & 1) === 0)
      damaged.push({ key, since, reason: `revision ${since} of the log did not write it` });
    if ((logged & 2) === 0)
      damaged.push({ key, since, reason: `revision ${until} of the log did not replace it` });
  }

  /** After all values: what the parts say against each other, in words. */
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

  /** The revisions, by name, that changed the state in another way than the values say. */
  wrongRevisions(): string[] {
    return this.#log
      .wrong()
      .take(MOST_NAMED)
      .map((revision) => `revision ${revision}`)
      .toArray();
  }

  /** What is not in the log though it is newer than the oldest revision that is kept, and not known to be lost. */
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

/** The first revision whose state is kept: the log says what it was at the floor by the one at or before that. */
function oldestKept(statements: ReadStatements, floor: Revision): Revision {
  return floor === 0 ? (1 as Revision) : (statements.revisionUpTo.get(floor)?.id ?? floor);
}

/** How many present values there are by their table, not by its index. */
async function countLive(statements: VerifyStatements, slices: Slices): Promise<number> {
  for (let total = 0, after = 0; ; ) {
    const [count, last] = statements.liveRows.get(after, PAGE) ?? [0, null];
    total += count;
    if (last === null) return total;
    after = last;
    if (slices.due) await slices.pause(total, null);
  }
}
