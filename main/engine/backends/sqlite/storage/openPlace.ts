import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database as Connection } from "better-sqlite3";
import { ReadOnlyError } from "../../../errors.ts";
import { STORE_FILE } from "../../../files/storeFiles.ts";
import type { ResolvedOptions } from "../../../options.ts";
import type { StoreUpgrade } from "../../../persistence.ts";
import type { ReadOnlyReason } from "../../backend.ts";
import { type Durability, openReader, openToWrite, type ReaderUse } from "./connection.ts";
import { toPersistenceError } from "./failure.ts";
import { FilesInPlace } from "./filesInPlace.ts";
import { HighWaterMark, type Mark, Marking, NO_MARK } from "./highWaterMark.ts";
import { type LogKeeper, logKeeper } from "./logKeeper.ts";
import { copyForReading } from "./readOnlyCopy.ts";

/** What keeps the files of a store safe while it is open. */
export interface Guards {
  readonly marking: Marking;
  readonly files: FilesInPlace;
  readonly log: LogKeeper;
}

/** Where a store that was opened is, and what was found there. */
export interface OpenedPlace {
  readonly connection: Connection;
  /** The folder, as it is shown; null in memory. */
  readonly location: string | null;
  readonly marked: Mark;
  readonly readOnly: ReadOnlyReason | null;
  /** The migration of a store of an earlier format; null if it had the present one. */
  readonly upgraded: StoreUpgrade | null;
  /** What there is only of a store on disk. */
  readonly disk: {
    /** Another one than `location` for a store that is only read. */
    readonly folder: string;
    readonly guard: (durability: Durability, tell: (problem: unknown) => void) => Guards;
    /** One more connection, which reads beside whatever the first one writes. */
    readonly openReader: (use: ReaderUse) => Connection;
  } | null;
  /** Call it when the store is closed. */
  readonly leave: () => void;
}

/** A store without files: it has one connection, and ends with it. */
export function openMemory(durability: Durability): OpenedPlace {
  const opened = openToWrite(null, durability);
  return { ...opened, location: null, marked: NO_MARK, readOnly: null, disk: null, leave: () => {} };
}

/**
 * Opens a store for writing, or a copy of it if it is read-only (rule F19): without `readOnly`, if it cannot be written
 * to.
 *
 * @throws {PersistenceError} which says what is wrong.
 */
export function openFolder(
  directory: string,
  { readOnly, durability }: Pick<ResolvedOptions, "readOnly" | "durability">,
): OpenedPlace {
  if (readOnly === true) return openCopy(directory, "asked");
  try {
    // The mark is read before the store, because another process may commit, and mark, in between.
    const marked = HighWaterMark.readFrom(directory);
    const opened = openToWrite(directory, durability);
    const disk = diskOf(directory);
    return { ...opened, location: directory, marked, readOnly: null, disk, leave: () => {} };
  } catch (error) {
    if (readOnly === false || !isForbidden(error) || !existsSync(join(directory, STORE_FILE))) throw error;
    return openCopy(directory, "not writable");
  }
}

function openCopy(directory: string, readOnly: ReadOnlyReason): OpenedPlace {
  let folder: string;
  try {
    folder = copyForReading(directory);
  } catch (error) {
    throw toPersistenceError(error, directory);
  }
  const leave = () => rmSync(folder, { recursive: true, force: true });
  try {
    const marked = HighWaterMark.readFrom(folder);
    // The copy is migrated and removed with the store; the original stays as it is.
    const { connection } = openToWrite(folder, "normal", { shown: directory, keepCopy: false });
    return { connection, location: directory, upgraded: null, marked, readOnly, disk: diskOf(folder), leave };
  } catch (error) {
    leave();
    throw error;
  }
}

function diskOf(folder: string): OpenedPlace["disk"] {
  return {
    folder,
    guard: (durability, tell) => {
      const files = new FilesInPlace(folder);
      return { files, log: logKeeper(folder, durability), marking: new Marking(folder, tell) };
    },
    openReader: (use) => openReader(folder, use),
  };
}

function isForbidden(error: unknown): boolean {
  if (error instanceof ReadOnlyError) return true;
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return code === "EACCES" || code === "EROFS" || code === "EPERM";
}

/** The error of each change in a read-only store. */
export function readOnlyError(path: string | null, reason: ReadOnlyReason): ReadOnlyError {
  const [why, what] =
    reason === "asked"
      ? ["was opened to be read only", "Open it for writing to change it"]
      : ["cannot be written to by you, and is only read", "Change its permissions and open it again"];
  return new ReadOnlyError(
    `${path} ${why}. ${what}, or copy the store to where you may write. Nothing was changed.`,
    {
      path: path ?? undefined,
    },
  );
}
