import { firstIndex, type Revision } from "../../../../../shared/model/index.ts";
import { lowestBits, StateChecksum } from "../../../checksum.ts";
import type { Slices } from "../../../core/slices.ts";
import type { ValueRow } from "../storage/rows.ts";
import type { VerifyStatements } from "./verifyStatements.ts";

const PAGE = 2000;

/** The most revisions without an author that are listed. */
const MAX_WITHOUT_AUTHOR = 1000;

/** Successive revisions without a gap; `at` is the position of the first. */
interface Run {
  readonly from: Revision;
  to: Revision;
  readonly at: number;
}

/**
 * Compares the revision log with the values: it must have every retained revision, and each must have changed the
 * checksum exactly as the values say. A torn copy, or a page that a disk lost, gives parts from different times, each
 * undamaged by itself. The lowest 32 bits of each checksum are sufficient, because they are the sum of the digests'
 * lowest bits, and take 4 bytes a revision.
 */
export class RevisionLog {
  readonly #runs: Run[] = [];
  /** The first revisions whose author is not in the store. */
  readonly withoutAuthor: Revision[] = [];
  /** Each revision's change of the checksum by the log, minus that by the values: 0 if they agree. */
  #changes = new Uint32Array(1024);
  #count = 0;
  #sum = 0;

  /** Reads the log from the oldest retained revision. */
  static async read(statements: VerifyStatements, oldest: Revision, slices: Slices): Promise<RevisionLog> {
    const log = new RevisionLog();
    for (let after = (oldest - 1) as Revision; ; ) {
      const rows = statements.log.all(after, PAGE);
      for (const [id, checksum, hasAuthor] of rows) {
        log.#append(id, checksum);
        if (hasAuthor === 0 && log.withoutAuthor.length < MAX_WITHOUT_AUTHOR) log.withoutAuthor.push(id);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return log;
      [after] = last;
      if (slices.due) await slices.pause(0, null);
    }
  }

  /** Adds a value by its stored digest; `verify` checks that digest separately. */
  add({ since, until, digest }: Pick<ValueRow, "since" | "until" | "digest">): void {
    const bits = lowestBits(Number(digest));
    this.#change(since, -bits);
    if (until !== null) this.#change(until, bits);
  }

  /** The revisions that changed the checksum differently than the values say. */
  *wrong(): Generator<Revision, void, void> {
    for (const { from, to, at } of this.#runs) {
      for (let i = 0; i <= to - from; i += 1) {
        if (this.#changes[at + i] !== 0) yield (from + i) as Revision;
      }
    }
  }

  /** The gaps between the oldest revision and the newest. */
  *missing(oldest: Revision): Generator<{ readonly from: Revision; readonly to: Revision }, void, void> {
    let next = oldest;
    for (const { from, to } of this.#runs) {
      if (from > next) yield { from: next, to: (from - 1) as Revision };
      next = (to + 1) as Revision;
    }
  }

  #append(id: Revision, checksum: unknown): void {
    const run = this.#runs.at(-1);
    if (run !== undefined && id === run.to + 1) run.to = id;
    else this.#runs.push({ from: id, to: id, at: this.#count });
    if (this.#count === this.#changes.length) {
      const grown = new Uint32Array(2 * this.#changes.length);
      grown.set(this.#changes);
      this.#changes = grown;
    }
    const sum = StateChecksum.isBytes(checksum) ? StateChecksum.lowestBits(checksum) : 0;
    this.#changes[this.#count] = sum - this.#sum;
    this.#sum = sum;
    this.#count += 1;
  }

  /** Changes before the oldest revision count for that one; changes after the newest belong to none. */
  #change(revision: Revision, by: number): void {
    const runs = this.#runs;
    const run = runs[firstIndex(0, runs.length, (index) => (runs[index] as Run).to >= revision)];
    if (run === undefined) return;
    const place = run.at + Math.max(0, revision - run.from);
    this.#changes[place] = (this.#changes[place] as number) + by;
  }
}
