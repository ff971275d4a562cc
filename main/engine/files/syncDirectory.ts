import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes the names in a folder outlast a loss of power, which could take them back else. Not every system lets a folder be synced. */
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
