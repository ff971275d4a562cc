import type { Stats } from "node:fs";
import { type FileHandle, stat } from "node:fs/promises";
import { join } from "node:path";
import { STORE_FILE } from "../files/storeFiles.ts";

/** The owner and permissions of a file. */
type Access = Pick<Stats, "mode" | "uid" | "gid">;

const EVERYBODY_BUT_OWNER = 0o077;
const GROUP = 0o070;
const OTHERS = 0o007;

/** Whether the file's permissions let no account write it, not even its owner. */
export function isWriteProtected({ mode }: Pick<Stats, "mode">): boolean {
  return (mode & 0o222) === 0;
}

/**
 * Gives a new file the owner, group and permissions of the one that it will replace. If the system does not let this
 * account set the group, the group's permissions are omitted, because they were meant for another group.
 *
 * @returns False if owner or group could not be kept.
 */
export async function takeAttributes(handle: FileHandle, { uid, gid, mode }: Access): Promise<boolean> {
  const made = await handle.stat();
  if (made.uid !== uid || made.gid !== gid) await giveTo(handle, uid, gid);
  const now = await handle.stat();
  await handle.chmod(mode & 0o7777 & (now.gid === gid ? 0o7777 : ~GROUP));
  return now.uid === uid && now.gid === gid;
}

/** Only the administrator may change a file's owner; its owner may set one of their own groups. */
async function giveTo(handle: FileHandle, uid: number, gid: number): Promise<void> {
  for (const owner of [uid, -1]) {
    try {
      return await handle.chown(owner, gid);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    }
  }
}

/** Permissions for a new file that exclude everybody who may not read the store in this directory (rule F15). */
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

/** Removes the group's permissions from a file that belongs to another group. */
export async function withholdFromOtherGroup(handle: FileHandle, gid: number | null): Promise<void> {
  if (gid === null) return;
  const made = await handle.stat();
  if (made.gid !== gid && (made.mode & GROUP) !== 0) await handle.chmod(made.mode & 0o7777 & ~GROUP);
}
