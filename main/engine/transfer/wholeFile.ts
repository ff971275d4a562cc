import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { StorageError } from "../errors.ts";
import { STORE_FILE } from "../files/storeFiles.ts";
import { syncDirectory } from "../files/syncDirectory.ts";
import { isWriteProtected, modeFromStore, takeAttributes, withholdFromOtherGroup } from "./attributes.ts";
import { OutputFile } from "./outputFile.ts";
import { StreamOutput } from "./streamOutput.ts";
import { resolveTarget, type Target } from "./target.ts";

export interface OutputOptions {
  /** The directory of the store with the content: a new file is readable to no more accounts than that. */
  readonly store?: string | null;
  /** A new file is readable to its owner only. */
  readonly private?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Creates missing folders of the path. */
  readonly makeFolders?: boolean;
}

/**
 * Opens a path for writing. A regular or missing file is written whole or not at all; a pipe, a device and an open
 * descriptor are written directly.
 *
 * @throws {StorageError} if the path must not be written.
 */
export async function openOutput(path: string, options: OutputOptions = {}): Promise<OutputFile> {
  if (options.makeFolders === true) await mkdir(dirname(resolve(path)), { recursive: true });
  const target = await resolveTarget(resolve(path));
  switch (target.kind) {
    case "file":
      return WholeFile.create(target, options);
    case "descriptor":
    case "stream":
      return StreamOutput.open(target, options.signal);
    case "other":
      throw new StorageError(
        `Can't write ${basename(path)}: it is ${target.what}. Choose another place. Nothing was changed.`,
        { path },
      );
  }
}

/**
 * A file that is written whole or not at all: written beside its path, synced, then moved there. An existing file stays
 * until that moment, and its permissions are kept, and its owner and group where the system allows it.
 */
export class WholeFile extends OutputFile {
  readonly #handle: FileHandle;
  readonly #target: string;
  readonly #temporary: string;

  private constructor(handle: FileHandle, target: string, temporary: string) {
    super();
    this.#handle = handle;
    this.#target = target;
    this.#temporary = temporary;
  }

  /** @throws {StorageError} for the path of a store's own file, because replacing it would destroy that store. */
  static async create(
    { path: target, stats }: Extract<Target, { readonly kind: "file" }>,
    options: OutputOptions = {},
  ): Promise<WholeFile> {
    assertNotOfStore(target);
    if (stats?.isFile() === true && isWriteProtected(stats)) throw writeProtected(target, stats.mode);
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
    const access = await modeFromStore(options.store ?? null);
    const { mode, gid } = options.private === true ? { mode: 0o600, gid: null } : access;
    // Never readable to more accounts than the old one, not even for a moment.
    const handle = await open(temporary, "wx", stats === null ? mode : 0o600);
    const file = new WholeFile(handle, target, temporary);
    try {
      if (stats === null) await withholdFromOtherGroup(handle, gid);
      else await takeAttributes(handle, stats);
    } catch (error) {
      await file.discard();
      throw error;
    }
    return file;
  }

  override async finish(): Promise<number> {
    await this.flush();
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#temporary, this.#target);
    syncDirectory(dirname(this.#target));
    return this.bytes;
  }

  /** Leaves nothing behind. */
  override async discard(): Promise<void> {
    this.dropGathered();
    await this.#handle.close();
    await rm(this.#temporary, { force: true });
  }

  protected override async put(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
  }
}

/** The database, its log and its other files, ignoring case, as some file systems do. */
const OF_STORE = /^strata\.(?:db|mark|format-\d+)(?:$|[-.])/i;

/** @throws {StorageError} for the path of a store's own file. */
export function assertNotOfStore(path: string): void {
  const [directory, name] = [dirname(path), basename(path)];
  if (!OF_STORE.test(name) || !existsSync(join(directory, STORE_FILE))) return;
  throw new StorageError(
    `Can't write ${name}: it is part of the store ${directory}. Choose another name, or another folder. Nothing was changed.`,
    { path },
  );
}

export function writeProtected(path: string, mode: number): StorageError {
  return new StorageError(
    `Can't write ${basename(path)}: it is write-protected (mode ${(mode & 0o777).toString(8)}). Allow writing first, for instance with chmod u+w. Nothing was changed.`,
    { path },
  );
}

/** Replaces a file by a text, whole or not at all. Returns its size in bytes. */
export async function writeWhole(path: string, text: string, options: OutputOptions = {}): Promise<number> {
  const file = await openOutput(path, options);
  try {
    file.add(text);
    return await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
