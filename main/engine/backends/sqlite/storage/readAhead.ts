import { closeSync, fstatSync, openSync, read } from "node:fs";
import { join } from "node:path";
import { STORE_FILE } from "../../../files/storeFiles.ts";

/** Bytes. To read a larger file whole takes longer than what is wanted of it first. */
const LARGEST = 16 * 1024 * 1024;

/** Bytes that are asked for at once: all pieces go to the system together, which reads several at a time. */
const PIECE = 256 * 1024;

/** Milliseconds. What the system has in its memory comes sooner, unless it is very large. */
const FROM_DISK = 0.05;

/** After so many reads from the disk one after another more of them are to be expected. */
const ENOUGH = 3;

/**
 * Has the system read a small file whole into its memory, in the background, when reads wait for the disk one by one. What is
 * read nobody looks at, and of a failure nobody hears: whoever wants what is there meets it, too.
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

  /** Takes how long a call that read a value took, in milliseconds. */
  note(took: number): void {
    if (this.#fromDisk === ENOUGH) return;
    this.#fromDisk = took < FROM_DISK ? 0 : this.#fromDisk + 1;
    if (this.#fromDisk === ENOUGH) this.#begin();
  }

  /** How many pieces are not read yet. */
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
      // Reads go on one by one.
    }
  }

  #endOne(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#ended();
  }

  /**
   * After the store's connections are closed, and not before: with one file of several that a process has open, the system
   * gives back its locks on all of them (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
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
