import type { Stats } from "node:fs";
import { type FileHandle, stat } from "node:fs/promises";
import { join } from "node:path";
import { STORE_FILE } from "../files/storeFiles.ts";

/** Who may read and write a file. */
type Access = Pick<Stats, "mode" | "uid" | "gid">;

const EVERYBODY_BUT_OWNER = 0o077;
const GROUP = 0o070;
const OTHERS = 0o007;

/** True for a file whose permissions let no account write it, not even its owner. */
export function isWriteProtected({ mode }: Pick<Stats, "mode">): boolean {
  return (mode & 0o222) === 0;
}

/**
 * Gives a new file the owner, the group and the permissions of the one that it is to replace. Where the system does not
 * let this account give it to that group, the permissions of a group are left out: they were meant for another one.
 *
 * @returns False where owner or group could not be kept.
 */
export async function takeAttributes(handle: FileHandle, { uid, gid, mode }: Access): Promise<boolean> {
  const made = await handle.stat();
  if (made.uid !== uid || made.gid !== gid) await giveTo(handle, uid, gid);
  const now = await handle.stat();
  await handle.chmod(mode & 0o7777 & (now.gid === gid ? 0o7777 : ~GROUP));
  return now.uid === uid && now.gid === gid;
}

/** Only the system's administrator may give a file away; its owner may give it to a group of theirs. */
async function giveTo(handle: FileHandle, uid: number, gid: number): Promise<void> {
  for (const owner of [uid, -1]) {
    try {
      return await handle.chown(owner, gid);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    }
  }
}

/** Permissions for a new file that hold it from everybody who may not read the store in this directory (rule F15). */
export async function modeFromStore(directory: string | null): Promise<{ mode: number; gid: number | null }> {
  if (directory === null || process.platform === "win32") return { mode: 0o666, gid: null };
  try {
    const [folder, file] = await Promise.all([stat(directory), stat(join(directory, STORE_FILE))]);
    let mode = (file.mode & 0o666) | 0o600;
    if ((folder.mode & 0o010) === 0) mode &= ~GROUP;
    if ((folder.mode & 0o001) === 0) mode &= ~OTHERS;
    return { mode, gid: file.gid };
  } catch {
    return { mode: 0o666 & ~EVERYBODY_BUT_OWNER, gid: null };
  }
}

/** Takes the permissions of a group away from a file that belongs to another one. */
export async function withholdFromOtherGroup(handle: FileHandle, gid: number | null): Promise<void> {
  if (gid === null) return;
  const made = await handle.stat();
  if (made.gid !== gid && (made.mode & GROUP) !== 0) await handle.chmod(made.mode & 0o7777 & ~GROUP);
}
