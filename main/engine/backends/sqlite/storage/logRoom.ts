import { closeSync, constants, fstatSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openPlain } from "../../../files/plainFile.ts";
import { LOG_FILE } from "../../../files/storeFiles.ts";
import { CHECKPOINT_PAGES } from "./connection.ts";
import type { LogKeeper } from "./logKeeper.ts";

/** Bytes of the log's own header, of that of each page in it, and of a page (https://www.sqlite.org/fileformat.html). */
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
const FRAME = FRAME_HEADER + 4096;

/** Bytes that the log comes to before it is begun anew. */
const MOST = LOG_HEADER + CHECKPOINT_PAGES.full * FRAME;

/** So many commits go into an empty log before room is made: who writes once and closes the store needs none. */
const FIRST_COMMITS = 4;

/** Every so many commits it is looked whether there is room left. */
const LOOK_AFTER = 8;

/** Each step makes the log so many times as long. */
const GROWTH = 3;

const LEAST_STEP = 256 * 1024;

/** How many pages before its end the log counts as full: more than most commits write until the next look. */
const MARGIN = 32;

/**
 * Makes the log longer ahead of what is written to it, by zeros, which SQLite takes for its end. A sync of a file that
 * has become longer takes up to twice as long as one of what was there already, because the file system has to write down
 * where the new part lies; so the log grows in a few large steps instead of with every commit.
 */
export class LogRoom implements LogKeeper {
  readonly #path: string;
  /** What no page in the log is without: the salt of its header. */
  readonly #salt = Buffer.alloc(8);
  #file: number | undefined;
  /** Commits since the log was empty, or was last looked at. */
  #commits = 0;
  /** As long as the log is for certain, in bytes. */
  #length = 0;
  #givenUp = false;

  constructor(directory: string) {
    this.#path = join(directory, LOG_FILE);
  }

  /** It is no failure when there is no room to be had: a commit that finds none says so itself. */
  begun(): void {
    if (this.#givenUp || this.#length >= MOST) return;
    try {
      if (!this.#isDue()) return;
      this.#file ??= openPlain(this.#path, constants.O_RDWR);
      this.#length = lengthen(this.#file);
    } catch {
      this.#givenUp = true;
    }
  }

  committed(): void {}

  emptied(): void {
    this.#commits = 0;
    this.#length = 0;
    this.#givenUp = false;
  }

  async close(): Promise<void> {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#givenUp = true;
  }

  #isDue(): boolean {
    this.#commits += 1;
    if (this.#file === undefined || this.#length === 0) return this.#commits > FIRST_COMMITS;
    if (this.#commits < LOOK_AFTER) return false;
    this.#commits = 0;
    const frame = Math.floor((this.#length - LOG_HEADER) / FRAME) - MARGIN;
    const read = readSync(this.#file, this.#salt, 0, this.#salt.length, LOG_HEADER + frame * FRAME + 8);
    // Nothing is there where another connection has emptied the log.
    return read === 0 || this.#salt.readBigUInt64LE() !== 0n;
  }
}

/** Adds zeros to a file; gives back its length. Leaves it as it was when they can't be written. */
function lengthen(file: number): number {
  const { size } = fstatSync(file);
  const step = Math.min(Math.max(LEAST_STEP, size * (GROWTH - 1)), MOST - size);
  if (step <= 0) return size;
  const zeros = Buffer.alloc(Math.min(step, LEAST_STEP));
  try {
    for (let at = size; at < size + step; ) {
      at += writeSync(file, zeros, 0, Math.min(zeros.length, size + step - at), at);
    }
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
  return size + step;
}
