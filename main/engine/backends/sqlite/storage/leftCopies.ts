import { createHash } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** Machines and containers may share a folder for temporary files; a process id is valid on only one of them. */
const HERE = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const OURS = new RegExp(`^strata-read-only-${HERE}-(\\d{1,10})-`);

/** The prefix of the folders for this process's copies. */
export function prefixOfCopies(process: number): string {
  return join(tmpdir(), `strata-read-only-${HERE}-${process}-`);
}

/**
 * Removes the copies of killed processes (rule F19): folders with this prefix, of this user, whose process has ended.
 * Nothing else is removed, and no link is followed. What cannot be removed stays.
 */
export function removeLeftCopies(): void {
  const me = process.getuid?.();
  for (const name of namesIn(tmpdir())) {
    const owner = OURS.exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true || (me !== undefined && stats.uid !== me)) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // The next opening retries.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRunning(number: number): boolean {
  try {
    return process.kill(number, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
