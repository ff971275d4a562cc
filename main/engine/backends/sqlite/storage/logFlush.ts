import { closeSync, constants, fdatasync } from "node:fs";
import { join } from "node:path";
import { openPlain } from "../../../files/plainFile.ts";
import { LOG_FILE } from "../../../files/storeFiles.ts";
import type { LogKeeper } from "./logKeeper.ts";

/** About 16 MiB of the log: less would be many syncs, more a long one at the end. */
const COMMITS = 2000;

/**
 * Where commits do not wait for the disk, has the log written to it on another thread now and then. A checkpoint has to be
 * sure of all that it copies, and otherwise stops everything until some 60 MB have gone to the disk at once.
 */
export class LogFlush implements LogKeeper {
  readonly #path: string;
  #file: number | undefined;
  /** Since the last flush began. */
  #commits = 0;
  #flushing: Promise<void> | undefined;
  #givenUp = false;

  constructor(directory: string) {
    this.#path = join(directory, LOG_FILE);
  }

  begun(): void {}

  /** It is no failure when a flush fails: SQLite syncs the log itself, and says so when it can't. */
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
