import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Revision } from "../../../shared/model/index.ts";

const FILE = "strata.mark";
const LENGTH = 12;

/**
 * The newest acknowledged revision, kept outside of SQLite's log. When a byte of the log is damaged, SQLite drops the
 * commits from there on without a word; a mark above what the store then holds tells (rule I5).
 */
export class HighWaterMark {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(LENGTH);
  #written = -1;

  constructor(directory: string) {
    this.#file = openSync(join(directory, FILE), constants.O_RDWR | constants.O_CREAT, 0o644);
  }

  /** The revision that is marked in this directory; 0 when there is no mark or the mark itself is damaged. */
  static readFrom(directory: string): Revision {
    const bytes = Buffer.alloc(LENGTH);
    let file: number;
    try {
      file = openSync(join(directory, FILE), "r");
    } catch (error) {
      // What else is wrong with the directory, opening the store says.
      if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return 0 as Revision;
      throw error;
    }
    try {
      if (readSync(file, bytes, 0, LENGTH, 0) < LENGTH) return 0 as Revision;
    } finally {
      closeSync(file);
    }
    if (bytes.readUInt32LE(8) !== crc32(bytes.subarray(0, 8))) return 0 as Revision;
    return Number(bytes.readBigUInt64LE(0)) as Revision;
  }

  write(revision: Revision): void {
    if (revision === this.#written) return;
    this.#bytes.writeUInt32LE(revision % 0x1_0000_0000, 0);
    this.#bytes.writeUInt32LE(Math.floor(revision / 0x1_0000_0000), 4);
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(0, 8)), 8);
    writeSync(this.#file, this.#bytes, 0, LENGTH, 0);
    this.#written = revision;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Keeps a store's mark: with `full` durability after each commit, otherwise at the next turn of the event loop. */
export class Marking {
  readonly #mark: HighWaterMark;
  readonly #atOnce: boolean;
  #newest = 0 as Revision;
  #scheduled = false;
  #closed = false;

  constructor(directory: string, durability: "full" | "normal") {
    this.#mark = new HighWaterMark(directory);
    this.#atOnce = durability === "full";
  }

  note(revision: Revision): void {
    this.#newest = revision;
    if (this.#atOnce) {
      this.#mark.write(revision);
      return;
    }
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#closed) this.#mark.write(this.#newest);
    });
  }

  close(revision: Revision): void {
    this.#closed = true;
    this.#mark.write(revision);
    this.#mark.close();
  }
}
