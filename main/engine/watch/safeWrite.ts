import { randomBytes } from "node:crypto";
import { constants, linkSync, renameSync } from "node:fs";
import { type FileHandle, link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { StorageError } from "../errors.ts";
import { syncDirectory } from "../files/syncDirectory.ts";
import { isWriteProtected, takeAttributes } from "../transfer/attributes.ts";
import { targetOf } from "../transfer/target.ts";
import { assertNotOfStore, writeProtected, writeWhole } from "../transfer/wholeFile.ts";
import type { FileAccess, PlannedWrite } from "./binding.ts";
import { type Exchange, ExchangeError } from "./exchange.ts";
import { assertWatchable, hashOf, readRegular } from "./watchedFile.ts";

/** A file to write, and the name beside it where the new content is prepared. */
export interface WritePlace {
  /** The file itself. */
  readonly target: string;
  readonly temporary: string;
}

/** @param isLink Whether the path may be a link, which is then followed to its target. */
export async function writePlaceOf(path: string, isLink: boolean): Promise<WritePlace> {
  const target = isLink ? await targetOf(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  return { target, temporary };
}

/** The new content until it is complete. A file with the temporary name itself is always complete. */
const partOf = (temporary: string) => `${temporary}.part`;

/** Errors of a folder without write permission, or of a file that is a mount point. */
const IN_PLACE_ONLY = ["EACCES", "EPERM", "EROFS", "EBUSY"];
const IN_PLACE = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);
const ENOENT = 2;
const EBUSY = 16;

/**
 * Writes the new content beside the file, complete and synced, with the file's owner, group and permissions.
 *
 * @returns False if that is not possible; the file must then be written in place, which keeps them.
 * @throws {StorageError} for a write-protected file, and for a file of a store.
 */
export async function prepareWrite(
  { target, temporary }: WritePlace,
  bytes: Uint8Array,
  access: FileAccess | null,
): Promise<boolean> {
  assertNotOfStore(target);
  assertWatchable(target, bytes);
  const stats = await stat(target).catch(() => null);
  if (stats !== null && isWriteProtected(stats)) throw writeProtected(target, stats.mode);
  const part = partOf(temporary);
  try {
    const kept = await writeBeside(part, bytes, stats ?? access);
    // A file that is created again may belong to the account that creates it.
    if (kept || stats === null) {
      await rename(part, temporary);
      return true;
    }
    await rm(part, { force: true });
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    if (stats === null || !isInPlaceOnly(error)) throw error;
  }
  return false;
}

async function writeBeside(
  temporary: string,
  bytes: Uint8Array,
  access: FileAccess | null,
): Promise<boolean> {
  // Never readable to more accounts than the old one, not even for a moment.
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    const kept = access === null || (await takeAttributes(handle, access));
    await handle.sync();
    return kept;
  } finally {
    await handle.close();
  }
}

function isInPlaceOnly(error: unknown): boolean {
  return IN_PLACE_ONLY.includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Where the replaced file is kept for a moment if names cannot be exchanged. */
const keptBeside = (temporary: string) => `${temporary}.old`;

/**
 * The result of a swap. `replaced`: the new content is in place, and the previous file has the temporary name. `raced`:
 * another program deleted, created or changed the file at this moment; nothing was written. `inPlace`: the file cannot
 * be replaced, only written.
 */
export type Swap = "replaced" | "created" | "raced" | "inPlace";

/** Puts the new content in place, without losing another program's write at the same moment. */
export async function swap(
  target: string,
  temporary: string,
  isThere: boolean,
  exchange: Exchange,
): Promise<Swap> {
  if (!isThere) return create(target, temporary);
  try {
    if (await exchange(temporary, target)) {
      syncDirectory(dirname(target));
      return "replaced";
    }
    // Nothing may happen between these two calls: the link keeps the file that the new name replaces.
    const linked = linkedTo(target, keptBeside(temporary));
    renameSync(temporary, target);
    if (linked) renameSync(keptBeside(temporary), temporary);
    syncDirectory(dirname(target));
    return linked ? "replaced" : "created";
  } catch (error) {
    await rm(keptBeside(temporary), { force: true });
    const { code } = error as NodeJS.ErrnoException;
    const errno = error instanceof ExchangeError ? error.errno : undefined;
    if (errno === ENOENT || code === "ENOENT") return "raced";
    if (errno === EBUSY || code === "EBUSY") return "inPlace";
    throw error;
  }
}

async function create(target: string, temporary: string): Promise<Swap> {
  try {
    await link(temporary, target);
    await rm(temporary, { force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return "raced";
    // Not every file system has links.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    await rename(temporary, target);
  }
  syncDirectory(dirname(target));
  return "created";
}

/** False if the file system has no links; the replaced file is then not kept. */
function linkedTo(target: string, kept: string): boolean {
  try {
    linkSync(target, kept);
    return true;
  } catch (error) {
    if (["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return false;
    throw error;
  }
}

/**
 * The result of a write that began before a crash: the replaced file, under its temporary name; null if the new content
 * was never put in place, which is then removed.
 */
export async function replacedBefore({ temporary, hash }: PlannedWrite): Promise<string | null> {
  if (temporary === null) return null;
  const kept = keptBeside(temporary);
  await rm(partOf(temporary), { force: true });
  const there = await readRegular(temporary, "skip");
  if (there !== null && hashOf(there) !== hash) return temporary;
  const linked = await readRegular(kept, "skip");
  if (there === null && linked !== null) {
    await rename(kept, temporary);
    return temporary;
  }
  await rm(temporary, { force: true });
  await rm(kept, { force: true });
  return null;
}

/**
 * Writes a file in place, with both contents in a journal first.
 *
 * @returns False if the file was changed or replaced meanwhile; then nothing was written, or not to that file.
 */
export async function writeInPlace(
  target: string,
  bytes: Uint8Array,
  before: string | null,
  journal: string,
): Promise<boolean> {
  const handle = await open(target, IN_PLACE).catch((cause: NodeJS.ErrnoException) => {
    throw new StorageError(
      `Can't write ${basename(target)}: neither the file nor its folder may be written by this account (${cause.code}). Change the permissions of one of them.`,
      { path: target, cause },
    );
  });
  try {
    const old = await handle.readFile();
    if (hashOf(old) !== before) return false;
    const contents = { old: old.toString("base64"), new: Buffer.from(bytes).toString("base64") };
    await writeWhole(journal, JSON.stringify(contents), { private: true });
    await overwrite(handle, bytes);
    const [written, there] = [await handle.stat(), await stat(target).catch(() => null)];
    if (there?.ino !== written.ino) return false;
  } finally {
    await handle.close();
  }
  await rm(journal, { force: true });
  return true;
}

async function overwrite(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, done);
    done += bytesWritten;
  }
  await handle.truncate(bytes.length);
  await handle.sync();
}

const SECTOR = 512;

/** Completes a write in place that a crash interrupted, if each part of the file is from the old or the new content. */
export async function completeInPlace(target: string, journal: string): Promise<void> {
  const text = await readFile(journal, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return;
  const contents = JSON.parse(text) as { readonly old: string; readonly new: string };
  const [before, after] = [Buffer.from(contents.old, "base64"), Buffer.from(contents.new, "base64")];
  const there = await readRegular(target, "skip");
  if (there !== null && !there.equals(before) && isMixed(there, before, after)) {
    const handle = await open(target, IN_PLACE);
    try {
      await overwrite(handle, after);
    } finally {
      await handle.close();
    }
  }
  await rm(journal, { force: true });
}

function isMixed(there: Buffer, before: Buffer, after: Buffer): boolean {
  if (there.length > Math.max(before.length, after.length)) return false;
  for (let at = 0; at < there.length; at += SECTOR) {
    const part = there.subarray(at, at + SECTOR);
    const isOf = (content: Buffer) => part.equals(content.subarray(at, at + part.length));
    if (!isOf(before) && !isOf(after)) return false;
  }
  return true;
}

/** Null if the file was deleted, which another program may do at any time. */
export async function accessOf(path: string): Promise<FileAccess | null> {
  const found = await stat(path).catch(() => null);
  return found && { mode: found.mode, uid: found.uid, gid: found.gid };
}
