import Database from "better-sqlite3";
import { DataIntegrityError, PersistenceError, ReadOnlyError, StorageError } from "../../../errors.ts";

/** Codes of damage. A short read means a truncated file, and a row that exists already means a torn copy. */
const DAMAGE = /^SQLITE_(?:CORRUPT|NOTADB|IOERR_SHORT_READ|CONSTRAINT)/;

/** The error if the write lock could not be taken. */
export function stayedBusy(path: string | null, cause?: unknown): StorageError {
  return new StorageError(
    `${path ?? "The store"} is being written to by another process and did not become free. ` +
      "Nothing was changed; try again.",
    { path: path ?? undefined, cause },
  );
}

/** Converts an error of SQLite or the file system to the engine's; errors of the engine stay. */
export function toPersistenceError(error: unknown, path: string | null): unknown {
  if (error instanceof PersistenceError) return error;
  const place = { path: path ?? undefined, cause: error };
  const where = path ?? "The store in memory";
  if (error instanceof Database.SqliteError) {
    const code = error.code;
    if (DAMAGE.test(code)) {
      return new DataIntegrityError(
        `${where} is damaged: ${error.message}. Nothing was changed. Put back a copy of it, or export what can still be read.`,
        place,
      );
    }
    if (code.startsWith("SQLITE_READONLY") || code === "SQLITE_PERM" || code === "SQLITE_AUTH") {
      return new ReadOnlyError(
        `${where} cannot be written to. Change its permissions, or copy the store to where you may write.`,
        place,
      );
    }
    if (code === "SQLITE_FULL") {
      return new StorageError(
        `The disk of ${where} is full. Nothing was changed; make room and try again.`,
        place,
      );
    }
    if (isBusy(error)) return stayedBusy(path, error);
    return new StorageError(
      `${where} could not be read or written: ${error.message} (${code}). Nothing was changed; try again.`,
      place,
    );
  }
  if (error instanceof Error && "syscall" in error) {
    return new StorageError(`${where}: ${error.message}. Nothing was changed; try again.`, place);
  }
  return error;
}

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code);
}
