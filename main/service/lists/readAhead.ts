import { setTimeout as pause } from "node:timers/promises";
import type { KeyLists } from "./keyLists.ts";

/** Milliseconds left to other work after each step. A step takes a part of 1 ms, or several ms if it reads the disk. */
const PAUSE = 1;

/** With more keys than this, not even the index stays in memory. */
const MOST_KEYS = 2_000_000;

/**
 * Reads the keys of an opened store once, in small steps, so that the first filter and the first jump to a far key find
 * them in memory. From a cold disk a million keys take 2 s.
 */
export class ReadAhead {
  readonly #controller = new AbortController();

  /** @param onFailure Called if the keys cannot be read. */
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
