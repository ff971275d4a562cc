import { firstIndex, type Revision } from "../../../../../shared/model/index.ts";
import { lowestBits, StateChecksum } from "../../../checksum.ts";
import type { Slices } from "../../../core/slices.ts";
import type { ValueRow } from "../storage/rows.ts";
import type { VerifyStatements } from "./verifyStatements.ts";

const PAGE = 2000;

/** How many revisions without an author are named, however many there are. */
const MAX_WITHOUT_AUTHOR = 1000;

/** Successive revisions, of which none is missing; `at` is the place of the first. */
interface Run {
  readonly from: Revision;
  to: Revision;
  readonly at: number;
}

/**
 * The log beside the values: that it has every revision that is kept, and that each did to the state just what the values
 * say. Files that were copied while they were written to, and pages that a disk lost, give parts of different moments, each
 * of them undamaged by itself.
 *
 * Of each checksum the lowest 32 bits are enough to notice that, and take 4 bytes a revision: they are the sum of the
 * lowest bits alone.
 */
export class RevisionLog {
  readonly #runs: Run[] = [];
  /** The first revisions whose author is none of those in the store. */
  readonly withoutAuthor: Revision[] = [];
  /** How each revision changed the checksum by the log, less how by the values: 0 where they agree. */
  #changes = new Uint32Array(1024);
  #count = 0;
  #sum = 0;

  /** Reads the log from the oldest revision that is kept. */
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

  /** Takes account of a value, by the digest that stands beside it: whether that is right is another question. */
  add({ since, until, digest }: Pick<ValueRow, "since" | "until" | "digest">): void {
    const bits = lowestBits(Number(digest));
    this.#change(since, -bits);
    if (until !== null) this.#change(until, bits);
  }

  /** The revisions that changed the state in another way than the values say. */
  *wrong(): Generator<Revision, void, void> {
    for (const { from, to, at } of this.#runs) {
      for (let i = 0; i <= to - from; i += 1) {
        if (this.#changes[at + i] !== 0) yield (from + i) as Revision;
      }
    }
  }

  /** The numbers between the oldest revision and the newest that have no revision. */
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

  /** What is before the oldest revision counts as the work of that one; what is after the newest is in none. */
  #change(revision: Revision, by: number): void {
    const runs = this.#runs;
    const run = runs[firstIndex(0, runs.length, (index) => (runs[index] as Run).to >= revision)];
    if (run === undefined) return;
    const place = run.at + Math.max(0, revision - run.from);
    this.#changes[place] = (this.#changes[place] as number) + by;
  }
}
