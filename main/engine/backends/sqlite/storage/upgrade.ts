import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import Database, { type Database as Connection } from "better-sqlite3";
import { StorageError } from "../../../errors.ts";
import { STORE_FILE } from "../../../files/storeFiles.ts";
import { syncDirectory } from "../../../files/syncDirectory.ts";
import type { StoreUpgrade } from "../../../persistence.ts";
import { migrate } from "./emptyStore.ts";
import { isBusy } from "./failure.ts";
import { assertSound, formatOf } from "./format.ts";
import { FORMAT_VERSION } from "./schema.ts";

/** How long to wait, in milliseconds, for another process that has the store open; it may be doing the same. */
const LOCK_TIMEOUT = 3000;

/** Bytes compared at once. */
const BLOCK = 1024 * 1024;

/** The steps, in order; a test ends the process at each. */
export type UpgradeStep = "locked" | "checkpointed" | "copying" | "copied" | "migrating" | "migrated";

interface UpgradeOptions {
  readonly keepCopy: boolean;
  readonly reached?: (step: UpgradeStep) => void;
}

/**
 * Migrates a store to the present format (rule I8). First the original is copied beside it, then the change is one
 * transaction: whenever the process ends, the store is whole in either format. The store is locked exclusively, because
 * a process with code for the earlier format could no longer write to it.
 *
 * @param shown The directory's name in messages.
 * @returns Null if another process did it meanwhile, or no copy was kept.
 * @throws {StorageError} if another process has the store open, or there is no space for the copy. Nothing is changed
 * then.
 */
export function upgradeStore(
  directory: string,
  shown: string,
  { keepCopy, reached = () => {} }: UpgradeOptions,
): StoreUpgrade | null {
  const connection = new Database(join(directory, STORE_FILE), {
    fileMustExist: true,
    timeout: LOCK_TIMEOUT,
  });
  try {
    takeAlone(connection, shown);
    reached("locked");
    const from = formatOf(connection);
    if (from >= FORMAT_VERSION) return null;
    assertSound(connection, join(shown, STORE_FILE));
    let copy: string | null = null;
    if (keepCopy) {
      // From here on the file alone is the store, and can be copied without its log.
      connection.pragma("wal_checkpoint(TRUNCATE)");
      reached("checkpointed");
      copy = keepAsItIs(directory, from, reached);
      reached("copied");
    }
    connection.transaction(() => {
      migrate(connection);
      reached("migrating");
    })();
    reached("migrated");
    return copy === null ? null : { from, to: FORMAT_VERSION, copy };
  } finally {
    connection.close();
  }
}

/** Locks the file until the connection is closed. That is possible only while no other connection is open. */
function takeAlone(connection: Connection, shown: string): void {
  connection.pragma("locking_mode = EXCLUSIVE");
  try {
    connection.exec("BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new StorageError(
      `${shown} is of an earlier format, and has to be changed to format ${FORMAT_VERSION} before this Strata writes to it. ` +
        "Another process has it open. Close it there, and open it again, or open it read-only. Nothing was changed.",
      { path: shown, cause: error },
    );
  }
}

/** Copies the store's file, unless an earlier attempt did so, and returns the path of the copy. */
function keepAsItIs(directory: string, format: number, reached: (step: UpgradeStep) => void): string {
  const file = join(directory, STORE_FILE);
  const prefix = `strata.format-${format}`;
  for (const name of readdirSync(directory)) {
    if (name.startsWith(`${prefix}.new-`)) rmSync(join(directory, name), { force: true });
  }
  for (let number = 1; ; number += 1) {
    const path = join(directory, number === 1 ? `${prefix}.db` : `${prefix}-${number}.db`);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      copyWhole(file, path, join(directory, `${prefix}.new-${randomUUID()}`), reached);
      syncDirectory(directory);
      return path;
    }
    if (stats.isFile() && areEqual(file, path)) return path;
  }
}

function copyWhole(from: string, to: string, unfinished: string, reached: (step: UpgradeStep) => void): void {
  try {
    copyFileSync(from, unfinished, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    reached("copying");
    const copy = openSync(unfinished, "r+");
    try {
      fsyncSync(copy);
    } finally {
      closeSync(copy);
    }
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new StorageError(
      `${from} has to be changed to format ${FORMAT_VERSION}, and a copy of it is kept before. It can't be made: ` +
        `${(error as Error).message}. Make space for ${lstatSync(from).size} bytes in the store's folder and open it again, ` +
        "or open it read-only. Nothing was changed.",
      { path: from, cause: error },
    );
  }
}

function areEqual(one: string, other: string): boolean {
  if (lstatSync(one).size !== lstatSync(other).size) return false;
  const files = [openSync(one, "r"), openSync(other, "r")] as const;
  const blocks = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)] as const;
  try {
    for (;;) {
      const [length, otherLength] = [readSync(files[0], blocks[0]), readSync(files[1], blocks[1])];
      if (length !== otherLength) return false;
      if (length === 0) return true;
      if (!blocks[0].subarray(0, length).equals(blocks[1].subarray(0, length))) return false;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}
