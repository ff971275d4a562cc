import { createHash } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** Machines, and containers, may share a folder for temporary files: the number of a process says something on one only. */
const HERE = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const OURS = new RegExp(`^strata-read-only-${HERE}-(\\d{1,10})-`);

/** What begins the name of a folder for a copy that this process reads. */
export function prefixOfCopies(process: number): string {
  return join(tmpdir(), `strata-read-only-${HERE}-${process}-`);
}

/**
 * Removes the copies that processes left which were killed (rule F19): folders of this name, of this user, whose process is
 * gone. Nothing else, and no link is followed. What can't be removed stays.
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
      // It is in the way of nothing: the next opening tries again.
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
