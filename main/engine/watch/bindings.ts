import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readFile, realpath, rm, stat } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import Database from "better-sqlite3";
import { readOnlyError } from "../backends/sqlite/storage/openPlace.ts";
import { ConflictError, InvalidOptionError } from "../errors.ts";
import { STORE_FILE } from "../files/storeFiles.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { writeWhole } from "../transfer/wholeFile.ts";
import { isBinding, type WatchBinding } from "./binding.ts";

/**
 * The bindings that this installation made, each for one store at one path. They are kept outside the stores, because a
 * folder from elsewhere must not be able to name a file to read and write (rule F4).
 */
export class WatchBindings {
  readonly #directory: string;

  /** @param directory A folder of this installation, created with the first binding. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * @throws {InvalidOptionError} for a store in memory.
   * @throws {ReadOnlyError} for a read-only store (rule F19), which cannot import a file's changes.
   */
  async of(store: EnhancedPersistence): Promise<StoreBinding> {
    if (store.path === null) throw new InvalidOptionError("A store in memory can't be bound to a file.");
    if (store.readOnly !== null) throw readOnlyError(store.path, store.readOnly);
    const path = await realpath(store.path);
    const { ino } = await stat(join(path, STORE_FILE), { bigint: true });
    return new StoreBinding(this.#directory, { path, id: store.id, inode: String(ino) });
  }
}

/** Identifies a store at its place. A copy, a moved folder, and another store at the same place are different. */
export interface StoreIdentity {
  readonly path: string;
  readonly id: string;
  readonly inode: string;
}

/** The binding of one store. */
export class StoreBinding {
  readonly #directory: string;
  readonly #identity: StoreIdentity;
  readonly #base: string;

  constructor(directory: string, identity: StoreIdentity) {
    this.#directory = directory;
    this.#identity = identity;
    const name = createHash("sha256").update(identity.path).digest("hex").slice(0, 32);
    this.#base = join(directory, name);
  }

  /** The store's folder. */
  get store(): string {
    return this.#identity.path;
  }

  /** The journal of a write in place. */
  get journal(): string {
    return `${this.#base}.journal`;
  }

  /** Null if this installation has no binding for this store at this path. */
  async read(): Promise<WatchBinding | null> {
    const text = await readFile(this.#record, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
      throw error;
    });
    const record = text === null ? null : parsed(text);
    if (!isRecord(record) || !isRecord(record["store"]) || !isRecord(record["binding"])) return null;
    const { path, id, inode } = record["store"];
    const ours = this.#identity;
    if (path !== ours.path || id !== ours.id || inode !== ours.inode) return null;
    const { binding } = record;
    return isBinding(binding) ? binding : null;
  }

  async write(binding: WatchBinding): Promise<void> {
    await this.#makeDirectory();
    const text = `${JSON.stringify({ store: this.#identity, binding }, null, 2)}\n`;
    await writeWhole(this.#record, text, { private: true });
  }

  async remove(): Promise<void> {
    await rm(this.#record, { force: true });
    await rm(this.journal, { force: true });
  }

  /**
   * Removes the binding. Store and file stay as they are.
   *
   * @throws {ConflictError} while another process watches.
   */
  async end(): Promise<void> {
    const unlock = await this.lock();
    if (unlock === null) throw watchedElsewhere(this.store);
    await this.remove().finally(unlock);
  }

  /**
   * Makes this process the one that watches for the store. The lock is a system lock on a file, so it ends with the
   * process in any case.
   *
   * @returns A function that releases it; null if another process holds it.
   */
  async lock(): Promise<(() => void) | null> {
    await this.#makeDirectory();
    const lock = new Database(`${this.#base}.lock`, { timeout: 0 });
    try {
      lock.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      lock.close();
      if (String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY")) return null;
      throw error;
    }
    return () => lock.close();
  }

  get #record(): string {
    return `${this.#base}.json`;
  }

  async #makeDirectory(): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
  }
}

export function watchedElsewhere(store: string): ConflictError {
  return new ConflictError(
    `The store ${basename(store)} is watched by another process, the app or \`strata watch\`. End that first.`,
    { path: store },
  );
}

/** Where earlier versions kept the binding, inside the store. It is read as a claim, and binds nothing. */
const CLAIM_FILE = "watch.json";
const MAX_CLAIM_BYTES = 64 * 1024;
const MAX_PATH = 4096;

/**
 * The file that a store's folder claims to follow, without a binding by this installation; null if there is no valid
 * claim. Never throws, because the folder's content is not trusted.
 */
export async function claimedFile(store: string): Promise<string | null> {
  const path = join(store, CLAIM_FILE);
  try {
    // Checked before opening, because opening a device can have effects. A link is not followed.
    if (!(await lstat(path)).isFile()) return null;
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const handle = await open(path, flags);
    try {
      const found = await handle.stat();
      if (!found.isFile() || found.size > MAX_CLAIM_BYTES) return null;
      const claim = parsed(await handle.readFile("utf8"));
      if (!isRecord(claim)) return null;
      const { file } = claim;
      const isPath = typeof file === "string" && isAbsolute(file) && file.length <= MAX_PATH;
      return isPath && !file.includes("\0") ? file : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

export async function removeClaim(store: string): Promise<void> {
  await rm(join(store, CLAIM_FILE), { force: true }).catch((error: NodeJS.ErrnoException) => {
    // A folder with that name claims nothing.
    if (error.code !== "ERR_FS_EISDIR") throw error;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
