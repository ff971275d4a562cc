import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { StorageError } from "../errors.ts";
import { LOG_FILE, STORE_FILE } from "./storeFiles.ts";

/** The files that SQLite opens in a store's folder. */
const SQLITE_FILES = [STORE_FILE, LOG_FILE, `${STORE_FILE}-shm`, `${STORE_FILE}-journal`] as const;

/** A store's file while it is created; for a moment it has this second name. */
export const UNFINISHED = `${STORE_FILE}.new-`;

const QUIET = { throwIfNoEntry: false } as const;

/** Windows lacks both flags. With the second, opening a pipe does not wait for its other end. */
const CAREFULLY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file of a store's folder: never through a symbolic link, and only a regular file (rule F5). It does not wait
 * for a pipe or a device.
 *
 * @throws {StorageError} if something else is in its place; otherwise the system's error.
 */
export function openPlain(path: string, flags: number, mode?: number): number {
  let file: number;
  try {
    file = openSync(path, flags | CAREFULLY, mode);
  } catch (error) {
    // Opening a link, a pipe without its other end or a socket fails with various errors.
    assertPlain(path);
    throw error;
  }
  const stats = fstatSync(file);
  if (stats.isFile()) return file;
  closeSync(file);
  throw notPlain(path, stats);
}

/**
 * Examines a path without opening it.
 *
 * @returns Its stats; undefined if nothing exists.
 * @throws {StorageError} if it is not a regular file, or a symbolic link to one.
 */
export function assertPlain(path: string): Stats | undefined {
  const stats = lstatSync(path, QUIET);
  if (stats !== undefined && !stats.isFile()) throw notPlain(path, stats);
  return stats;
}

/**
 * Examines every file that SQLite would open in a store's folder: SQLite follows a link in place of the first, and
 * would write through a second name (a hard link) of any.
 *
 * @returns The store's own file; undefined if there is none.
 * @throws {StorageError}
 */
export function assertPlainStore(directory: string): Stats | undefined {
  const [store] = SQLITE_FILES.map((name) => {
    const path = join(directory, name);
    const stats = assertPlain(path);
    if (stats !== undefined && stats.nlink > 1 && hasNameElsewhere(path)) throw linked(path, stats.nlink);
    return stats;
  });
  return store;
}

/** @throws {StorageError} if there is another file now, or none. */
export function assertSamePlain(path: string, before: Stats | undefined): void {
  const now = assertPlain(path);
  if (now?.ino === before?.ino && now?.dev === before?.dev) return;
  throw new StorageError(`${path} was replaced while it was being opened. Open the store again.`, { path });
}

/** Whether a file has a second name besides that of its creation, which may exist for a moment. */
function hasNameElsewhere(path: string): boolean {
  const directory = dirname(path);
  const making = readdirSync(directory).filter((name) => name.startsWith(UNFINISHED));
  const stats = lstatSync(path, QUIET);
  if (stats === undefined) return false;
  const same = making.filter((name) => lstatSync(join(directory, name), QUIET)?.ino === stats.ino);
  return stats.nlink > 1 + same.length && (lstatSync(path, QUIET)?.nlink ?? 1) > 1;
}

function notPlain(path: string, stats: Stats): StorageError {
  const what = stats.isSymbolicLink()
    ? "a symbolic link"
    : stats.isDirectory()
      ? "a folder"
      : stats.isFIFO()
        ? "a pipe"
        : stats.isSocket()
          ? "a socket"
          : "a device";
  return new StorageError(
    `${path} is ${what}, and only regular files belong to a store: move it away, or put the file itself in its place, ` +
      "and open the store again. Nothing was changed.",
    { path },
  );
}

function linked(path: string, names: number): StorageError {
  return new StorageError(
    `${path} has ${names} names (hard links): what is written to ${basename(path)} would change the file under its other names too. ` +
      "Copy the folder and open the copy, or open this one read-only. Nothing was changed.",
    { path },
  );
}
