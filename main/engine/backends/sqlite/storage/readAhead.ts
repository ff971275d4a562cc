import { closeSync, fstatSync, openSync, read } from "node:fs";
import { join } from "node:path";
import { STORE_FILE } from "../../../files/storeFiles.ts";

/** In bytes. Reading a larger file whole takes longer than the first reads. */
const LARGEST = 16 * 1024 * 1024;

/** Bytes of one request; all requests are made together, and the system runs several at a time. */
const PIECE = 256 * 1024;

/** In milliseconds. A read from the page cache is faster, unless the value is very large. */
const FROM_DISK = 0.05;

/** After this many successive reads from the disk, more are to be expected. */
const ENOUGH = 3;

/**
 * Reads a small file into the page cache, in the background, when single reads wait for the disk. The data is
 * discarded, and failures are ignored, because the real reads report them.
 */
export class ReadAhead {
  readonly #path: string;
  #fromDisk = 0;
  #file: number | undefined;
  #underWay = 0;
  #ended: () => void = () => {};

  constructor(directory: string) {
    this.#path = join(directory, STORE_FILE);
  }

  /** Records the duration of a read, in milliseconds. */
  note(took: number): void {
    if (this.#fromDisk === ENOUGH) return;
    this.#fromDisk = took < FROM_DISK ? 0 : this.#fromDisk + 1;
    if (this.#fromDisk === ENOUGH) this.#begin();
  }

  /** The number of unfinished requests. */
  get underWay(): number {
    return this.#underWay;
  }

  #begin(): void {
    try {
      this.#file = openSync(this.#path, "r");
      const { size } = fstatSync(this.#file);
      if (size > LARGEST) return;
      const room = Buffer.allocUnsafeSlow(PIECE);
      for (let at = 0; at < size; at += PIECE) {
        this.#underWay += 1;
        read(this.#file, room, 0, PIECE, at, () => this.#endOne());
      }
    } catch {
      // Single reads continue.
    }
  }

  #endOne(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#ended();
  }

  /**
   * Closed only after the store's connections: when a process closes one of several descriptors of a file, the system
   * releases all its locks
   * (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
   */
  async close(): Promise<void> {
    this.#fromDisk = ENOUGH;
    const file = this.#file;
    this.#file = undefined;
    if (file === undefined) return;
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#ended = resolve;
      });
    }
    closeSync(file);
  }
}
