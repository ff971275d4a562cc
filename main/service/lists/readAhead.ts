import { setTimeout as pause } from "node:timers/promises";
import type { KeyLists } from "./keyLists.ts";

/** Milliseconds left to others after each step, which takes a part of one, or some where the disk has to be asked. */
const PAUSE = 1;

/** Of more keys than these not even the index stays in memory. */
const MOST_KEYS = 2_000_000;

/**
 * Walks once through the keys of a store that was opened, a little at a time, so that the first filter and the first
 * jump to a far key find them in memory: from a disk that has not been asked for them, a million take two seconds.
 */
export class ReadAhead {
  readonly #controller = new AbortController();

  /** @param onFailure Called when the keys can't be read. */
  constructor(keys: Pick<KeyLists, "lookAhead">, onFailure: (error: Error) => void) {
    this.#walk(keys).catch((error: Error) => {
      if (!this.#controller.signal.aborted) onFailure(error);
    });
  }

  stop(): void {
    this.#controller.abort();
  }

  async #walk(keys: Pick<KeyLists, "lookAhead">): Promise<void> {
    const { signal } = this.#controller;
    do await pause(PAUSE, undefined, { signal, ref: false });
    while (await keys.lookAhead(MOST_KEYS));
  }
}
