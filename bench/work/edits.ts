import { type CustomerRecord, type Document, documentOf } from "../documents.ts";
import { distinctNumbers, randomNumbers } from "../random.ts";

/** Changed documents, no two alike, so that no store can leave a write out because nothing differs. */
export class Edits {
  readonly #keys: number;
  readonly #random: () => number;
  #made = 0;

  /** Among this many keys. `start` is how many edits were made to the store before. */
  constructor(keys: number, start = 0) {
    this.#keys = keys;
    this.#random = randomNumbers(start + 1);
    this.#made = start;
  }

  /** One changed document. */
  next(number: number = Math.floor(this.#random() * this.#keys)): Document<CustomerRecord> {
    this.#made++;
    return documentOf(number, this.#made);
  }

  /** `count` changed documents with different keys. */
  many(count: number): Document<CustomerRecord>[] {
    return distinctNumbers(count, this.#keys, this.#made + 1).map((number) => this.next(number));
  }
}
