import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncDirectory } from "../../engine/files/syncDirectory.ts";
import { userDataDirectory } from "./userData.ts";

// What Strata keeps by itself is for its owner alone. Windows keeps such folders private by itself, and has no modes.

export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** What Strata itself keeps in the user data. */
const OURS = /^(?:settings\.json|stores|drafts|bindings|openings|logs)$/;

/**
 * Makes the folder of the user data, and takes from others what they may do with what Strata keeps there. A folder that was
 * there before under another name than the usual one keeps its own mode: it may be there for more than Strata.
 *
 * @param report Called with what could not be changed: it is no reason to refuse to start.
 */
export function openUserData(directory: string, report: (error: unknown) => void): void {
  const isNew = mkdirSync(directory, { recursive: true, mode: PRIVATE_FOLDER }) !== undefined;
  if (!isNew && directory === userDataDirectory({ ...process.env, STRATA_USER_DATA: "" })) {
    makePrivate(directory, report);
  }
  for (const name of readdirSync(directory)) {
    if (OURS.test(name)) makePrivate(join(directory, name), report);
  }
  makeFilesPrivate(join(directory, "logs"), report);
}

function makeFilesPrivate(directory: string, report: (error: unknown) => void): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of readdirSync(directory)) makePrivate(join(directory, name), report);
}

/** A link is left as it is, and so is what it leads to. */
function makePrivate(path: string, report: (error: unknown) => void): void {
  try {
    const found = lstatSync(path);
    const isOpenToOthers = process.platform !== "win32" && (found.mode & 0o077) !== 0;
    if (found.isSymbolicLink() || !isOpenToOthers) return;
    chmodSync(path, found.mode & PRIVATE_FOLDER);
  } catch (error) {
    report(error);
  }
}

/** Makes a folder that only its owner may enter, or makes an existing one that. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
  await chmod(path, PRIVATE_FOLDER);
}

/** Puts a text in place of a file of the owner's alone: on disk, and whole or not at all. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  const file = await open(temporary, "wx", PRIVATE_FILE);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await rename(temporary, path);
  syncDirectory(dirname(path));
}
