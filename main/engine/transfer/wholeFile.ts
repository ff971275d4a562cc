import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { StorageError } from "../errors.ts";
import { STORE_FILE } from "../storage/schema.ts";
import { syncDirectory } from "../storage/syncDirectory.ts";
import { targetOf } from "./target.ts";

/** Characters gathered before they are written. */
const BUFFERED = 1 << 18;

/**
 * A file that comes to be whole or not at all: written beside its place, synced to disk, then moved there. A file
 * that is there already stays until that moment, and keeps its permissions.
 */
export class WholeFile {
  readonly #handle: FileHandle;
  readonly #target: string;
  readonly #temporary: string;
  #parts: string[] = [];
  #length = 0;
  #bytes = 0;

  private constructor(handle: FileHandle, target: string, temporary: string) {
    this.#handle = handle;
    this.#target = target;
    this.#temporary = temporary;
  }

  /** @throws {StorageError} when the place is that of a store's own file, which would be the end of that store. */
  static async create(path: string): Promise<WholeFile> {
    // Writing through a link replaces what it points to, as a plain write would.
    const target = await targetOf(resolve(path));
    assertNotOfStore(target);
    const existing = await stat(target).catch(() => null);
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
    // Never readable to more people than the old one was, not even for a moment.
    const handle = await open(temporary, "wx", existing === null ? 0o666 : 0o600);
    const file = new WholeFile(handle, target, temporary);
    if (existing !== null) await file.#takePermissions(existing.mode);
    return file;
  }

  /** UTF-8 bytes written so far, those still gathered aside. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds text. True when so much is gathered that the caller should wait for `flush`. */
  add(text: string): boolean {
    this.#parts.push(text);
    this.#length += text.length;
    return this.#length >= BUFFERED;
  }

  async writeBytes(bytes: Uint8Array): Promise<void> {
    await this.flush();
    await this.#put(bytes);
  }

  /** Puts the file in its place. Gives its size in bytes. */
  async finish(): Promise<number> {
    await this.flush();
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#temporary, this.#target);
    syncDirectory(dirname(this.#target));
    return this.#bytes;
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#parts = [];
    await this.#handle.close();
    await rm(this.#temporary, { force: true });
  }

  async flush(): Promise<void> {
    if (this.#parts.length === 0) return;
    const bytes = Buffer.from(this.#parts.join(""), "utf8");
    this.#parts = [];
    this.#length = 0;
    await this.#put(bytes);
  }

  async #takePermissions(mode: number): Promise<void> {
    try {
      await this.#handle.chmod(mode & 0o7777);
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  async #put(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
    this.#bytes += bytes.length;
  }
}

/** The database, its log and what else lies beside it, in whatever case: not every file system tells those apart. */
const OF_STORE = /^strata\.(?:db|mark)(?:$|[-.])/i;

function assertNotOfStore(path: string): void {
  const [directory, name] = [dirname(path), basename(path)];
  if (!OF_STORE.test(name) || !existsSync(join(directory, STORE_FILE))) return;
  throw new StorageError(
    `Can't write ${name}: it is part of the store ${directory}. Choose another name, or another folder. Nothing was changed.`,
    { path },
  );
}

/** Puts a text in place of a file, whole or not at all. Gives its size in bytes. */
export async function writeWhole(path: string, text: string): Promise<number> {
  const file = await WholeFile.create(path);
  try {
    file.add(text);
    return await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
