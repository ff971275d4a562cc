import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database, { type Database as Connection } from "better-sqlite3";
import { assertPlainStore, assertSamePlain, openPlain, UNFINISHED } from "../../../files/plainFile.ts";
import { assertSmallSchema } from "../../../files/schemaSize.ts";
import { distrust } from "../../../files/soundSchema.ts";
import { LOG_FILE, STORE_FILE } from "../../../files/storeFiles.ts";
import { syncDirectory } from "../../../files/syncDirectory.ts";
import type { StoreUpgrade } from "../../../persistence.ts";
import { emptyStore, migrate } from "./emptyStore.ts";
import { toPersistenceError } from "./failure.ts";
import { assertSound, formatOf } from "./format.ts";
import { inspectDirectory } from "./location.ts";
import { FORMAT_VERSION } from "./schema.ts";
import { nameWrongRows } from "./soundRow.ts";
import { upgradeStore } from "./upgrade.ts";

export type Durability = "full" | "normal";

/** How long SQLite itself waits for another process, in milliseconds. Longer waits do not block the thread. */
const BUSY_TIMEOUT = 100;

/** How long an opening waits, in milliseconds, while another process migrates the store. */
const OPENING_TIMEOUT = 5000;

/**
 * The page cache of a reading connection in KiB, for single reads and for walks through everything. Keys inserted in
 * random order are spread over the whole file, and with a smaller cache a walk reads most pages many times.
 */
const KEPT = { look: 8000, walk: 128_000 } as const;

/** The use of a reading connection. */
export type ReaderUse = keyof typeof KEPT;

/** How long to wait for processes that create a store at the same path, each of which takes about 1 ms. */
const GATE_TIMEOUT = 10_000;

/**
 * Pages of the log after which a commit also checkpoints; idle time does it earlier. A long log is faster, the more so
 * if commits are not synced, but it takes disk space, and time after a crash.
 */
export const CHECKPOINT_PAGES = { full: 4000, normal: 16_000 } as const;

interface OpenOptions {
  /** The directory's name in messages. */
  readonly shown?: string;
  /** Whether a store of an earlier format is kept beside the new one. */
  readonly keepCopy?: boolean;
}

interface OpenedToWrite {
  readonly connection: Connection;
  /** The migration of a store of an earlier format; null if it had the present one. */
  readonly upgraded: StoreUpgrade | null;
}

/**
 * Opens a store for writing: the one in a directory, created if necessary, or one in memory for null. A store of an
 * earlier format is migrated.
 *
 * @throws {PersistenceError} which says what is wrong.
 */
export function openToWrite(
  directory: string | null,
  durability: Durability,
  options: OpenOptions = {},
): OpenedToWrite {
  try {
    return directory === null ? openInMemory() : openStore(directory, durability, options);
  } catch (error) {
    throw toPersistenceError(error, options.shown ?? directory);
  }
}

function openStore(
  directory: string,
  durability: Durability,
  { shown = directory, keepCopy = true }: OpenOptions,
): OpenedToWrite {
  if (inspectDirectory(directory) === "free") createStore(directory);
  const connection = openSound(directory, durability, shown);
  if (formatOf(connection) === FORMAT_VERSION) return { connection, upgraded: null };
  connection.close();
  const upgraded = upgradeStore(directory, shown, { keepCopy });
  return { connection: openSound(directory, durability, shown), upgraded };
}

function openSound(directory: string, durability: Durability, shown: string): Connection {
  const file = join(directory, STORE_FILE);
  const shownFile = join(shown, STORE_FILE);
  const before = assertPlainStore(directory);
  assertSmallSchema(file, shownFile);
  if (statSync(join(directory, LOG_FILE), { throwIfNoEntry: false })?.size)
    assertSoundUnchanged(file, shownFile);
  const connection = new Database(file, { fileMustExist: true, timeout: OPENING_TIMEOUT });
  try {
    assertSamePlain(file, before);
    assertSound(connection, shownFile);
    connection.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
    connection.pragma("journal_mode = WAL");
    configure(connection, durability);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Closing a connection with write access checkpoints the log, which must not happen to a refused file. */
function assertSoundUnchanged(file: string, shown: string): void {
  const connection = new Database(file, { fileMustExist: true, readonly: true, timeout: BUSY_TIMEOUT });
  try {
    assertSound(connection, shown);
  } finally {
    connection.close();
  }
}

/** A store that lives as long as this connection. */
function openInMemory(): OpenedToWrite {
  const connection = new Database(":memory:");
  configure(connection, "normal");
  migrate(connection);
  return { connection, upgraded: null };
}

/**
 * One more connection to an open store, for reading only. It maps nothing into memory (`mmap_size`), although that
 * would make walks faster: if a mapped file is cut short, or its disk fails, the process is killed.
 */
export function openReader(directory: string, use: ReaderUse): Connection {
  const connection = new Database(join(directory, STORE_FILE), {
    fileMustExist: true,
    readonly: true,
    timeout: 5000,
  });
  distrust(connection);
  nameWrongRows(connection);
  connection.pragma(`cache_size = -${KEPT[use]}`);
  connection.pragma("temp_store = FILE");
  return connection;
}

/** A store is created whole: under another name, and then linked, so that no half of one is ever visible. */
function createStore(directory: string): void {
  const unfinished = join(directory, `${UNFINISHED}${randomUUID()}`);
  try {
    writeNew(unfinished, emptyStore());
    putInPlace(unfinished, join(directory, STORE_FILE));
    syncDirectory(directory);
    // The folder may be new too.
    syncDirectory(dirname(directory));
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Creates a private, synced file. */
function writeNew(path: string, bytes: Buffer): void {
  const file = openSync(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Gives the file its name, unless another process has already created one of that name. */
function putInPlace(unfinished: string, file: string): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (existsSync(file)) return;
    // Not every file system has links.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    // Renaming would replace a store that another process has just created and written to. So processes take turns by
    // SQLite's lock on a file beside it, which stays there for those that wait.
    const path = `${file}.new-gate`;
    closeSync(openPlain(path, constants.O_RDWR | constants.O_CREAT, 0o600));
    const gate = new Database(path, { timeout: GATE_TIMEOUT });
    try {
      gate.exec("BEGIN EXCLUSIVE");
      if (!existsSync(file)) renameSync(unfinished, file);
    } finally {
      gate.close();
    }
  }
}

function configure(connection: Connection, durability: Durability): void {
  nameWrongRows(connection);
  connection.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES[durability]}`);
  connection.pragma("temp_store = FILE");
}
