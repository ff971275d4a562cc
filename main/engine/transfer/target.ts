import { lstat, readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** The file itself where the path is a link to it, even when that file is not there (any more). */
export async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const found = await lstat(path).catch(() => null);
    return found?.isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : path;
  }
}
