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
/** A power of two, so that a slot never spans two sectors of a disk. */
const PLACE = 32;
/** Enough slots that two processes seldom share one. */
const PLACES = 64;

/** The newest numbers in use: of revisions, and of changes of snapshots. */
export interface Mark {
  readonly revision: Revision;
  readonly snapshotChanges: number;
}

export const NO_MARK: Mark = { revision: 0 as Revision, snapshotChanges: 0 };

/**
 * The newest acknowledged commit, kept outside SQLite's log. If a byte of the log is damaged, SQLite silently drops the
 * commits from there on; a mark above the store's newest revision reveals that (rule I5). Each process writes into its
 * own slot, and the highest counts, so a process with an older number takes nothing back.
 */
export class HighWaterMark {
  readonly #file: number;
  readonly #at = PLACE * Math.floor(PLACES * Math.random());
  readonly #bytes = Buffer.alloc(LENGTH);
  #written = NO_MARK;

  /** @throws {StorageError} if the file cannot be opened. */
  constructor(directory: string) {
    const path = join(directory, MARK_FILE);
    this.#file = orRefusal(path, () => openAlone(path, modeOf(directory)));
  }

  /**
   * The mark of a directory; zero if there is none or if it is damaged.
   *
   * @throws {StorageError} if it exists but cannot be read.
   */
  static readFrom(directory: string): Mark {
    const path = join(directory, MARK_FILE);
    const bytes = Buffer.alloc(PLACE * PLACES);
    const found = orRefusal(path, () => readInto(path, bytes));
    let mark = NO_MARK;
    for (let at = 0; at + LENGTH <= found; at += PLACE) {
      const [revision, snapshotChanges] = [numberAt(bytes, at), numberAt(bytes, at + 8)];
      // Most slots were never written to, and a lower number needs no check.
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

  /** As 64 bits: this takes a third of the time of a BigInt. */
  #put(number: number, at: number): void {
    this.#bytes.writeUInt32LE(number % 0x1_0000_0000, at);
    this.#bytes.writeUInt32LE(Math.floor(number / 0x1_0000_0000), at + 4);
  }
}

function numberAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}

/** The permissions of the store's own file. */
function modeOf(directory: string): number {
  const stats = lstatSync(join(directory, STORE_FILE), { throwIfNoEntry: false });
  return stats === undefined ? 0o600 : stats.mode & 0o666;
}

/**
 * Opens or creates the mark. A file with a second name (a hard link) is replaced, because the other name is not ours to
 * write to.
 */
function openAlone(path: string, mode: number): number {
  const file = openPlain(path, constants.O_RDWR | constants.O_CREAT, mode);
  const { nlink, size } = fstatSync(file);
  // A new file may have been created with fewer permissions.
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

/** The number of bytes read. */
function readInto(path: string, bytes: Buffer): number {
  let file: number;
  try {
    file = openPlain(path, constants.O_RDONLY);
  } catch (error) {
    // Opening the store reports other problems of the directory.
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
 * Writes a store's mark at the next turn of the event loop after a commit. It is for later damage of the log, and is
 * not synced. If it cannot be written, the commit does not fail, because it is already done; the failure is reported,
 * and the next commit retries.
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

  /** Closes without writing, for a store that could not be opened. */
  giveUp(): void {
    this.#closed = true;
    this.#mark.close();
  }

  #write(): void {
    try {
      this.#mark.write(this.#newest);
      this.#failing = false;
    } catch (error) {
      // Reported once while the failure persists.
      if (!this.#failing) this.#tell(error);
      this.#failing = true;
    }
  }
}
