import { execFileSync } from "node:child_process";
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";

/** Every file below a directory, with the bytes it takes on disk. */
export function filesBelow(directory: string): { path: string; bytes: number }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, bytes: lstatSync(path).blocks * 512 };
    });
}

/** Bytes that a directory's files take on disk, blocks that are not full counted whole. */
export function bytesOnDisk(directory: string): number {
  return filesBelow(directory).reduce((total, { bytes }) => total + bytes, 0);
}

/**
 * The largest resident set of this process, in bytes. Linux counts what the parent had before this program was started
 * in `maxRSS`, so there it comes from the kernel's own table of this program's memory.
 */
export function peakResidentSet(): number {
  if (process.platform === "linux") {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1_024;
  }
  return process.resourceUsage().maxRSS * 1_024;
}

/** Reads a store's files once, so that the next process finds them in the page cache. */
export function warm(directory: string): void {
  const part = Buffer.alloc(2 ** 20);
  for (const { path } of filesBelow(directory)) {
    const file = openSync(path, "r");
    while (readSync(file, part) > 0);
    closeSync(file);
  }
}

/**
 * Puts a store's files out of the page cache, so that the next process reads them from the disk. False where that
 * can't be done: too many files, or no GNU dd.
 */
export function evict(directory: string): boolean {
  const files = filesBelow(directory);
  if (files.length > 500 || process.platform !== "linux") return false;
  for (const { path } of files) {
    // dd's documentation: with nocache and count=0 it drops the cache of the whole file; fdatasync first.
    execFileSync("dd", [`of=${path}`, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"]);
  }
  return true;
}
