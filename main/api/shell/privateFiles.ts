import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncDirectory } from "../../engine/files/syncDirectory.ts";
import { userDataDirectory } from "./userData.ts";

// Strata's own files are accessible to their owner only. Windows keeps such folders private, and has no modes.

export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** Strata's own entries in the user data folder. */
const OURS = /^(?:settings\.json|stores|drafts|bindings|openings|logs)$/;

/**
 * Creates the user data folder, and removes other accounts' permissions from Strata's own files in it. An existing
 * folder with an unusual name keeps its mode, because it may have other uses.
 *
 * @param report Called with files whose mode could not be changed. They do not prevent the start.
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

/** A link and its target are not changed. */
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

/** Creates a folder with access for its owner only, or restricts an existing one. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
  await chmod(path, PRIVATE_FOLDER);
}

/** Replaces a private file by this text: synced, and whole or not at all. */
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
