import { closeSync, fsyncSync, openSync } from "node:fs";

/** Syncs a folder, so that its names survive a loss of power. Not every system supports that. */
export function syncDirectory(path: string): void {
  try {
    const directory = openSync(path, "r");
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  } catch (error) {
    if (!["EPERM", "EISDIR", "EINVAL", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
  }
}
