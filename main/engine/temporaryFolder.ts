import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StorageError } from "./errors.ts";

/**
 * Makes a folder for this account alone where the system keeps temporary files.
 *
 * @param prefix What its name begins with.
 * @throws {StorageError} where that place is missing or takes nothing.
 */
export function makeTemporaryFolder(prefix: string): string {
  const parent = tmpdir();
  try {
    return mkdtempSync(join(parent, prefix));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const variable = process.platform === "win32" ? "TEMP" : "TMPDIR";
    throw new StorageError(
      `Can't make a temporary folder in ${parent} (${code}). Set ${variable} to a folder that you may write to, and try again.`,
      { path: parent, cause },
    );
  }
}
