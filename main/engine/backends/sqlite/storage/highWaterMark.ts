import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Revision } from "../../../../../shared/model/index.ts";
import { PersistenceError, StorageError } from "../../../errors.ts";
import { openPlain } from "../../../files/plainFile.ts";
import { STORE_FILE } from "../../../files/storeFiles.ts";

export const MARK_FILE = "strata.mark";
/** Two numbers of 64 bits and their checksum. */
const LENGTH = 20;
/** A power of two, so that a mark never lies in two sectors of a disk. */
const PLACE = 32;
/** So many that two processes seldom share one. */
const PLACES = 64;

/** The newest numbers that were given out: of revisions, and of what was done to snapshots. */
export interface Mark {
  readonly revision: Revision;
  readonly snapshotChanges: number;
}

export const NO_MARK: Mark = { revision: 0 as Revision, snapshotChanges: 0 };

/**
 * The newest acknowledged commit, kept outside of SQLite's log. When a byte of the log is damaged, SQLite drops the
 * commits from there on without a word; a mark above what the store then holds tells (rule I5).
 *
 * Whoever opens the store writes into a place of its own, and the highest counts: one that comes later with an older
 * number takes nothing back.
 */
export class HighWaterMark {
  readonly #file: number;
  readonly #at = PLACE * Math.floor(PLACES * Math.random());
  readonly #bytes = Buffer.alloc(LENGTH);
  #written = NO_MARK;

  /** @throws {StorageError} when the file can't be opened. */
  constructor(directory: string) {
    const path = join(directory, MARK_FILE);
    this.#file = orRefusal(path, () => openAlone(path, modeOf(directory)));
  }

  /**
   * What is marked in this directory; nothing when there is no mark or the mark itself is damaged.
   *
   * @throws {StorageError} when there is one that can't be read.
   */
  static readFrom(directory: string): Mark {
    const path = join(directory, MARK_FILE);
    const bytes = Buffer.alloc(PLACE * PLACES);
    const found = orRefusal(path, () => readInto(path, bytes));
    let mark = NO_MARK;
    for (let at = 0; at + LENGTH <= found; at += PLACE) {
      const [revision, snapshotChanges] = [numberAt(bytes, at), numberAt(bytes, at + 8)];
      // Most places were never written to, and what tells nothing new needs no check.
      if (revision <= mark.revision && snapshotChanges <= mark.snapshotChanges) continue;
      if (bytes.readUInt32LE(at + 16) !== crc32(bytes.subarray(at, at + 16))) continue;
      mark = {
        revision: Math.max(mark.revision, revision) as Revision,
        snapshotChanges: Math.max(mark.snapshotChanges, snapshotChanges),
      };
    }
    return mark;
  }

  write({ revision, snapshotChanges }: Mark): void {
    if (revision === this.#written.revision && snapshotChanges === this.#written.snapshotChanges) return;
    this.#put(revision, 0);
    this.#put(snapshotChanges, 8);
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(0, 16)), 16);
    writeSync(this.#file, this.#bytes, 0, LENGTH, this.#at);
    this.#written = { revision, snapshotChanges };
  }

  close(): void {
    closeSync(this.#file);
  }

  /** As 64 bits: this way takes a third of the time of a BigInt. */
  #put(number: number, at: number): void {
    this.#bytes.writeUInt32LE(number % 0x1_0000_0000, at);
    this.#bytes.writeUInt32LE(Math.floor(number / 0x1_0000_0000), at + 4);
  }
}

function numberAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}

/** What the store's own file allows to whom. */
function modeOf(directory: string): number {
  const stats = lstatSync(join(directory, STORE_FILE), { throwIfNoEntry: false });
  return stats === undefined ? 0o600 : stats.mode & 0o666;
}

/** Opens the mark, or makes it. Where the file has a second name, a hard link, it is replaced: that name is not ours to write to. */
function openAlone(path: string, mode: number): number {
  const file = openPlain(path, constants.O_RDWR | constants.O_CREAT, mode);
  const { nlink, size } = fstatSync(file);
  // A new one may have been made with less than was asked for.
  if (size === 0) fchmodSync(file, mode);
  if (nlink <= 1) return file;
  const replacement = `${path}.new-${randomUUID()}`;
  try {
    const copy = openSync(replacement, "wx+", mode);
    const bytes = Buffer.alloc(PLACE * PLACES);
    writeSync(copy, bytes, 0, readSync(file, bytes, 0, bytes.length, 0), 0);
    renameSync(replacement, path);
    return copy;
  } finally {
    closeSync(file);
    rmSync(replacement, { force: true });
  }
}

/** How many bytes there are. */
function readInto(path: string, bytes: Buffer): number {
  let file: number;
  try {
    file = openPlain(path, constants.O_RDONLY);
  } catch (error) {
    // What else is wrong with the directory, opening the store says.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return 0;
    throw error;
  }
  try {
    return readSync(file, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(file);
  }
}

function orRefusal<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof PersistenceError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    const advice =
      code === "EMFILE" || code === "ENFILE"
        ? "Too many files are open: close some, and open the store again."
        : "Make it readable and writable, and open the store again.";
    throw new StorageError(`${path}: ${message}. ${advice} Nothing was changed.`, { path, cause });
  }
}

/**
 * Keeps a store's mark, at the next turn of the event loop after a commit: it is for a log that is damaged later, and is
 * not synced either. A mark that cannot be written is no reason for a commit to fail, for that is done: it is told, and the
 * next one tries again.
 */
export class Marking {
  readonly #mark: HighWaterMark;
  readonly #tell: (problem: unknown) => void;
  #failing = false;
  #newest = NO_MARK;
  #scheduled = false;
  #closed = false;

  constructor(directory: string, tell: (problem: unknown) => void) {
    this.#mark = new HighWaterMark(directory);
    this.#tell = tell;
  }

  note({ revision, snapshotChanges }: Mark): void {
    this.#newest = { revision, snapshotChanges };
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#closed) this.#write();
    });
  }

  close({ revision, snapshotChanges }: Mark): void {
    this.#closed = true;
    this.#newest = { revision, snapshotChanges };
    this.#write();
    this.#mark.close();
  }

  /** Closes without a last word, for a store that could not be opened. */
  giveUp(): void {
    this.#closed = true;
    this.#mark.close();
  }

  #write(): void {
    try {
      this.#mark.write(this.#newest);
      this.#failing = false;
    } catch (error) {
      // Once is enough as long as it stays so.
      if (!this.#failing) this.#tell(error);
      this.#failing = true;
    }
  }
}
