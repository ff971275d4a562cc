/**
 * Once pending history reaches this amount, the next commit also flushes it. Flushing takes time in proportion to the
 * number and size of the values.
 */
const FLUSH_AFTER_BYTES = 16 * 1024 * 1024;

/** The amount that a row counts in addition to its length in UTF-16 units. */
const ROW = 1024;

/** The amount of pending history that this process wrote. */
export class PendingAmount {
  #now = 0;
  /** The amount before the open transaction. */
  #before = 0;

  /** Adds a revision or a superseded value of this length. */
  note(length = 0): void {
    this.#now += ROW + length;
  }

  flushed(): void {
    this.#now = 0;
  }

  begun(): void {
    this.#before = this.#now;
  }

  takenBack(): void {
    this.#now = this.#before;
  }

  /** Whether the next commit must flush it. */
  get isMuch(): boolean {
    return this.#before >= FLUSH_AFTER_BYTES;
  }
}
