/**
 * Once superseded values that are not in the history yet, and one-key revisions, have so much, the next commit also moves
 * them to where older moments are read from. It takes as long as they are many and as they are large.
 */
const SETTLE_AFTER = 16 * 1024 * 1024;

/** What one of them counts for beside its length in UTF-16 units. */
const ROW = 1024;

/** How much is not settled, as far as this process wrote it. */
export class UnsettledAmount {
  #now = 0;
  /** Before the transaction that is open. */
  #before = 0;

  /** Counts a revision or a superseded value of this length. */
  note(length = 0): void {
    this.#now += ROW + length;
  }

  settled(): void {
    this.#now = 0;
  }

  begun(): void {
    this.#before = this.#now;
  }

  takenBack(): void {
    this.#now = this.#before;
  }

  /** Whether the next commit is to settle it. */
  get isMuch(): boolean {
    return this.#before >= SETTLE_AFTER;
  }
}
