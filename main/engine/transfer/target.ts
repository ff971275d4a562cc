import { fstatSync, type Stats } from "node:fs";
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** What a path for reading or writing is. Links are followed. */
export type Target =
  /** A file, or a path for a new one: `stats` is null if nothing exists. */
  | { readonly kind: "file"; readonly path: string; readonly stats: Stats | null }
  /** An open file of this process, by its number: `/dev/stdout`, `/dev/fd/63`. */
  | { readonly kind: "descriptor"; readonly descriptor: number; readonly stats: Stats }
  /** A named pipe, or a character device. */
  | { readonly kind: "stream"; readonly path: string; readonly stats: Stats }
  /** A disk, or a socket. */
  | { readonly kind: "other"; readonly what: string };

const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/;
const STANDARD: Readonly<Record<string, number>> = {
  "/dev/stdin": 0,
  "/dev/stdout": 1,
  "/dev/stderr": 2,
};

/** The number of the open file that a path names; null for an ordinary path. */
export function descriptorOf(path: string): number | null {
  const number = STANDARD[path] ?? DESCRIPTOR.exec(path)?.[1];
  return number === undefined || process.platform === "win32" ? null : Number(number);
}

/** Examines a path without opening it, because opening a pipe may block for ever. */
export async function resolveTarget(path: string): Promise<Target> {
  const descriptor = descriptorOf(path);
  if (descriptor !== null) return { kind: "descriptor", descriptor, stats: fstatSync(descriptor) };
  const stats = await stat(path).catch(() => null);
  if (stats?.isFIFO() === true || stats?.isCharacterDevice() === true) return { kind: "stream", path, stats };
  if (stats?.isBlockDevice() === true) return { kind: "other", what: "a disk" };
  if (stats?.isSocket() === true) return { kind: "other", what: "a socket" };
  return { kind: "file", path: await targetOf(path), stats };
}

/** The target file if the path is a link, even if that file does not exist (any more). */
export async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const found = await lstat(path).catch(() => null);
    return found?.isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : path;
  }
}
