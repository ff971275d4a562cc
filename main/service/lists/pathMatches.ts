import { setImmediate as nextTurn } from "node:timers/promises";
import { differsAt } from "../../../shared/diff/index.ts";
import type { Key, KeyDifference } from "../../../shared/model/index.ts";

/** Both values of some keys, in their order, as text; null where one did not exist. */
export type ReadBoth = (
  keys: readonly Key[],
) => AsyncIterable<readonly [before: string | null, after: string | null]>;

/** Keys examined between two turns of the event loop. */
const SLICE = 32;

/** The differing keys whose values differ at a path, as far as they have been examined. */
export class PathMatches {
  readonly found: KeyDifference[] = [];
  readonly #path: string;
  readonly #read: ReadBoth;
  #upTo = 0;
  /** Concurrent callers take turns. */
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(path: string, read: ReadBoth) {
    this.#path = path;
    this.#read = read;
  }

  /** Examines more keys, until all are done or `isEnough` returns true. Returns true if all are done. */
  look(
    differences: readonly KeyDifference[],
    isEnough: () => boolean,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const turn = this.#lastTurn.then(() => this.#look(differences, isEnough, signal));
    this.#lastTurn = turn.catch(() => {
      // The caller receives the failure.
    });
    return turn;
  }

  async #look(
    differences: readonly KeyDifference[],
    isEnough: () => boolean,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    while (this.#upTo < differences.length && !isEnough()) {
      const end = Math.min(this.#upTo + SLICE, differences.length);
      const slice = differences.slice(this.#upTo, end);
      for await (const [before, after] of this.#read(slice.map(({ key }) => key))) {
        const difference = differences[this.#upTo] as KeyDifference;
        if (differsAt(before, after, this.#path)) this.found.push(difference);
        this.#upTo += 1;
      }
      await nextTurn();
      signal?.throwIfAborted();
    }
    return this.#upTo >= differences.length;
  }
}
