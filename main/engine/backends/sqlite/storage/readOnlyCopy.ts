import { chmodSync, constants, copyFileSync, lstatSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { StorageError } from "../../../errors.ts";
import { assertPlain } from "../../../files/plainFile.ts";
import { LOG_FILE, STORE_FILE } from "../../../files/storeFiles.ts";
import { makeTemporaryFolder } from "../../../temporaryFolder.ts";
import { MARK_FILE } from "./highWaterMark.ts";
import { prefixOfCopies, removeLeftCopies } from "./leftCopies.ts";
import { assertStore } from "./location.ts";

/** The number of attempts to copy a store that another process is writing to. */
const ATTEMPTS = 5;

/**
 * Copies a store's files into a temporary folder, for reading (rule F19). SQLite reads a file with a log only if it may
 * write beside it, which another account's folder and a read-only mount do not allow, and reading a backup must not
 * change it. If the file system can, the copy shares the original's blocks.
 *
 * @returns The folder, which the caller removes.
 * @throws {StorageError | NotAStoreError} if there is no store, or if it did not stay unchanged for long enough.
 */
export function copyForReading(directory: string): string {
  assertStore(directory);
  removeLeftCopies();
  const folder = makeTemporaryFolder(basename(prefixOfCopies(process.pid)));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = signs(directory);
      for (const name of [STORE_FILE, LOG_FILE, MARK_FILE]) copy(join(directory, name), join(folder, name));
      if (signs(directory) === before) return folder;
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  rmSync(folder, { recursive: true, force: true });
  throw new StorageError(
    `${directory} is being written to by another process, and did not stay the same for as long as it takes to copy it. Try again.`,
    { path: directory },
  );
}

function copy(from: string, to: string): void {
  rmSync(to, { force: true });
  if (assertPlain(from) === undefined) return;
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    chmodSync(to, 0o600);
  } catch (error) {
    // Without a mark, lost commits cannot be reported; everything else is read the same.
    if (from.endsWith(MARK_FILE) && (error as NodeJS.ErrnoException).code === "EACCES") return;
    throw error;
  }
}

/** Values that change with a write to the file or its log. */
function signs(directory: string): string {
  return [STORE_FILE, LOG_FILE]
    .map((name) => {
      const stats = lstatSync(join(directory, name), { bigint: true, throwIfNoEntry: false });
      return stats && `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}`;
    })
    .join();
}
