import { closeSync, constants, fstatSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openPlain } from "../../../files/plainFile.ts";
import { LOG_FILE } from "../../../files/storeFiles.ts";
import { CHECKPOINT_PAGES } from "./connection.ts";
import type { LogKeeper } from "./logKeeper.ts";

/**
 * Bytes of the log's header, of the header of each page in it, and of a page (https://www.sqlite.org/fileformat.html).
 */
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
const FRAME = FRAME_HEADER + 4096;

/** Bytes of the log at which it is restarted. */
const MOST = LOG_HEADER + CHECKPOINT_PAGES.full * FRAME;

/**
 * The commits to an empty log before it is preallocated: a process that writes once and closes the store needs no
 * preallocation.
 */
const FIRST_COMMITS = 4;

/** The number of commits between two checks of the remaining preallocation. */
const LOOK_AFTER = 8;

/** The factor by which each step extends the log. */
const GROWTH = 3;

const LEAST_STEP = 256 * 1024;

/**
 * The number of pages before its end at which the log counts as full: more than most commits write until the next
 * check.
 */
const MARGIN = 32;

/**
 * Extends the log ahead of its content with zeros, which SQLite takes for its end. A sync of a file that has grown
 * takes up to twice as long as one of existing blocks, because the file system also writes where the new blocks are. So
 * the log grows in a few large steps instead of with every commit.
 */
export class LogRoom implements LogKeeper {
  readonly #path: string;
  /** The salt of the log's header, which every page in the log contains. */
  readonly #salt = Buffer.alloc(8);
  #file: number | undefined;
  /** Commits since the log was empty, or since the last check. */
  #commits = 0;
  /** The known length of the log, in bytes. */
  #length = 0;
  #givenUp = false;

  constructor(directory: string) {
    this.#path = join(directory, LOG_FILE);
  }

  /** A failed preallocation is ignored: a commit without space fails itself. */
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
    // Zero after another connection has emptied the log.
    return read === 0 || this.#salt.readBigUInt64LE() !== 0n;
  }
}

/** Appends zeros to a file, and returns its length. Leaves it unchanged if they cannot be written. */
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
