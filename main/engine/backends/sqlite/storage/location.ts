import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readSync,
  realpathSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { NotAStoreError, PersistenceError, ReadOnlyError, StorageError } from "../../../errors.ts";
import { openPlain } from "../../../files/plainFile.ts";
import { STORE_FILE } from "../../../files/storeFiles.ts";
import { syncDirectory } from "../../../files/syncDirectory.ts";
import { newerFormat } from "./format.ts";
import { APPLICATION_ID, FORMAT_VERSION } from "./schema.ts";

const SQLITE_MAGIC = "SQLite format 3\0";

/**
 * The part of the file with the roots of all tables. An opening reads most of them; from a cold disk, one read of this
 * part takes a fifth of the time of separate reads.
 */
const BEGINNING = 72 * 1024;

/** Files of version control and file managers, which may be in a directory where a store is created. */
const HARMLESS =
  /^(?:cache|\.git(?:ignore|attributes|keep|modules)?|\.hg(?:ignore)?|\.jj|\.svn|\.DS_Store|Thumbs\.db|desktop\.ini|strata\.(?:mark(?:\.new-.*)?|db\.new-.*))$/;

/** Bytes of the longest folder path, links resolved, for which SQLite can open the file and its log. */
const LONGEST_PATH = 512 - `/${STORE_FILE}-journal`.length;

/** Whether there is a store in this directory, damaged or not. Opens and changes nothing. */
export function holdsStore(directory: string): boolean {
  return existsSync(join(directory, STORE_FILE));
}

/** Whether a store can be created in this directory: it is missing or empty. Changes nothing. */
export function canHoldStore(directory: string): boolean {
  try {
    return readdirSync(directory).every((name) => HARMLESS.test(name));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

/**
 * Examines a directory without opening or changing anything in it (rule I2).
 *
 * @returns Whether it has a store (`"store"`) or is free for one; a missing directory is created.
 * @throws {NotAStoreError | NewerFormatError | ReadOnlyError | StorageError}
 */
export function inspectDirectory(directory: string): "store" | "free" {
  const file = join(directory, STORE_FILE);
  let beginning = beginningOf(file);
  if (beginning === null) {
    assertShort(directory);
    if (isFree(directory, file)) return "free";
    // Another process has created a store meanwhile.
    beginning = beginningOf(file) ?? Buffer.alloc(0);
  }
  assertHeader(beginning, file);
  assertShort(directory);
  assertWritable(directory);
  assertWritable(file);
  return "store";
}

/**
 * Examines a store that will only be read, in the same way.
 *
 * @throws {NotAStoreError | NewerFormatError | StorageError} if there is none.
 */
export function assertStore(directory: string): void {
  const file = join(directory, STORE_FILE);
  const beginning = beginningOf(file);
  if (beginning !== null) {
    assertHeader(beginning, file);
    return;
  }
  throw new NotAStoreError(
    `${directory} is not a store: it holds no ${STORE_FILE}, and opened for reading only none is made. Choose a store's folder.`,
    { path: directory },
  );
}

/** Whether a directory without a store is free for one; false if it has one now. */
function isFree(directory: string, file: string): boolean {
  try {
    makeDirectory(directory);
  } catch (error) {
    throw refusal(error, directory);
  }
  const other = list(directory).find((name) => !HARMLESS.test(name));
  if (other !== undefined && !existsSync(file)) {
    throw new NotAStoreError(
      `${directory} is not a store: it holds ${JSON.stringify(other)} and no ${STORE_FILE}. ` +
        "Choose an empty folder, or import the files instead.",
      { path: directory },
    );
  }
  assertWritable(directory);
  return other === undefined;
}

/** The store's own folder is private; the folders above it have the system's default mode. */
function makeDirectory(directory: string): void {
  const above = mkdirSync(dirname(directory), { recursive: true });
  const own = existsSync(directory) ? undefined : mkdirSync(directory, { recursive: true, mode: 0o700 });
  const first = above ?? own;
  if (first === undefined) return;
  for (let path = directory; path !== dirname(first); path = dirname(path)) syncDirectory(dirname(path));
}

/** @throws {StorageError} if the path is too long for SQLite, whose own error does not say so. */
function assertShort(directory: string): void {
  if (process.platform === "win32") return;
  const length = Buffer.byteLength(realPath(directory));
  if (length <= LONGEST_PATH) return;
  throw new StorageError(
    `The path ${directory} is too long for a store: with links resolved it has ${length} bytes, ` +
      `${length - LONGEST_PATH} more than the ${LONGEST_PATH} that are possible. Put the store into a folder with a shorter path.`,
    { path: directory },
  );
}

/** A path with links resolved, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw refusal(error, directory);
  }
}

function refusal(error: unknown, path: string): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new NotAStoreError(`${path} is a file, and a store is a folder. Choose a folder.`, {
      path,
      cause: error,
    });
  }
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") return readOnly(path, error);
  return new StorageError(`${path} cannot be used for a store: ${(error as Error).message}.`, {
    path,
    cause: error,
  });
}

function readOnly(path: string, cause: unknown): ReadOnlyError {
  return new ReadOnlyError(
    `${path} cannot be written to. Change its permissions, or copy the store to where you may write.`,
    { path, cause },
  );
}

function assertWritable(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw readOnly(path, error);
  }
}

/** The beginning of a file; null if it does not exist. */
function beginningOf(path: string): Buffer | null {
  const bytes = Buffer.allocUnsafe(BEGINNING);
  try {
    const file = openPlain(path, constants.O_RDONLY);
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, BEGINNING, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof PersistenceError) throw error;
    // If the path is not a folder, creating one reports that.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw refusal(error, path);
  }
}

/** Checks SQLite's header (https://www.sqlite.org/fileformat.html#the_database_header) before SQLite opens the file. */
function assertHeader(header: Buffer, path: string): void {
  if (
    header.length < 100 ||
    header.toString("latin1", 0, 16) !== SQLITE_MAGIC ||
    header.readUInt32BE(68) !== APPLICATION_ID
  ) {
    throw new NotAStoreError(
      `${path} is not Strata's: it does not begin as a store does. ` +
        "Choose another folder; if it was a store once, put back a copy of it.",
      { path },
    );
  }
  const format = header.readUInt32BE(60);
  if (format === 0) {
    throw new NotAStoreError(
      `${path} is not Strata's: it says that it is a store, and of which format it does not. Choose another folder.`,
      { path },
    );
  }
  if (format > FORMAT_VERSION) throw newerFormat(format, path);
}
