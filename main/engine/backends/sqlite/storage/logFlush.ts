import { closeSync, constants, fdatasync } from "node:fs";
import { join } from "node:path";
import { openPlain } from "../../../files/plainFile.ts";
import { LOG_FILE } from "../../../files/storeFiles.ts";
import type { LogKeeper } from "./logKeeper.ts";

/** About 16 MiB of the log: fewer would be many syncs, more a long one at the end. */
const COMMITS = 2000;

/**
 * If commits are not synced, flushes the log on another thread from time to time. Otherwise a checkpoint, which needs a
 * synced log, would stop everything until some 60 MB are written at once.
 */
export class LogFlush implements LogKeeper {
  readonly #path: string;
  #file: number | undefined;
  /** Commits since the last flush began. */
  #commits = 0;
  #flushing: Promise<void> | undefined;
  #givenUp = false;

  constructor(directory: string) {
    this.#path = join(directory, LOG_FILE);
  }

  begun(): void {}

  /** A failed flush is ignored: SQLite syncs the log itself, and reports if it cannot. */
  committed(): void {
    if (this.#givenUp) return;
    this.#commits += 1;
    if (this.#commits < COMMITS || this.#flushing !== undefined) return;
    this.#commits = 0;
    try {
      this.#file ??= openPlain(this.#path, constants.O_RDWR);
    } catch {
      this.#givenUp = true;
      return;
    }
    this.#flushing = this.#flush(this.#file);
  }

  emptied(): void {}

  async close(): Promise<void> {
    this.#givenUp = true;
    await this.#flushing;
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #flush(file: number): Promise<void> {
    return new Promise((resolve) => {
      fdatasync(file, (error) => {
        if (error !== null) this.#givenUp = true;
        this.#flushing = undefined;
        resolve();
      });
    });
  }
}
