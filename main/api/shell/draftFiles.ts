import { createHash } from "node:crypto";
import { closeSync, constants, readFile, readSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { openPlain } from "../../engine/files/plainFile.ts";
import { failed } from "../failures.ts";
import { makePrivateFolder, writePrivately } from "./privateFiles.ts";
import { isRunning, isThisProcess, type ShellProcess, thisProcess } from "./shellProcess.ts";

/** The limit for all drafts in bytes, so that unsaved work cannot fill a disk by accident. */
const MOST_BYTES = 2 * 1024 ** 3;

/** `<key>.<window>.<pid>.<boot>.draft`: renaming the file changes its owner. */
const NAME = /^([0-9a-f]{32})\.([0-9a-f-]{36})\.(\d+)\.(\d+)\.draft$/;

/** Bytes of the line with the key: a key has at most 4096 bytes, and each may take six as JSON. */
const LONGEST_LINE = 32 * 1024;

interface DraftFile {
  readonly path: string;
  readonly keyHash: string;
  readonly window: string;
  readonly process: ShellProcess;
}

/**
 * Unsaved edits, each a file: a line with the key as JSON, then the text. The files of one store are in one folder,
 * named after the store's path. A file is readable by its owner only, and synced before it counts as written.
 */
export class DraftFiles {
  readonly #root: string;
  readonly #report: (error: unknown) => void;
  readonly #mostBytes: number;
  /** Bytes by path; for files of other processes, their size at the start. */
  #sizes: Promise<Map<string, number>> | undefined;

  /** @param report Called with files that cannot be read as drafts. */
  constructor(dataDirectory: string, report: (error: unknown) => void, mostBytes = MOST_BYTES) {
    this.#root = join(dataDirectory, "drafts");
    this.#report = report;
    this.#mostBytes = mostBytes;
  }

  /**
   * The keys of this window's drafts, after it has adopted those of closed windows. Of several drafts for one key the
   * latest is adopted, and none if this window has one already; the others stay for the next time.
   */
  async list(place: string, window: string, open: ReadonlySet<string>): Promise<string[]> {
    const files = await this.#filesOf(place);
    const own = files.filter((file) => isOwn(file, window));
    const taken = new Map(own.map((file) => [file.keyHash, file.path]));
    for (const file of await latestFirst(files.filter((file) => isAbandoned(file, open)))) {
      if (taken.has(file.keyHash)) continue;
      const path = this.#path(place, file.keyHash, window);
      await rename(file.path, path);
      await this.#moved(file.path, path);
      taken.set(file.keyHash, path);
    }
    const keys = await Promise.all([...taken.values()].map((path) => this.#keyOf(path)));
    return keys.filter((key) => key !== null);
  }

  /** Null if there is none. */
  async read(place: string, window: string, key: string): Promise<string | null> {
    const path = this.#path(place, hashOf(key), window);
    try {
      const content = await withPlain(path, (file) => promisify(readFile)(file, "utf8"));
      return content.slice(content.indexOf("\n") + 1);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw notDone("cannot be read", error, key);
    }
  }

  async write(place: string, window: string, key: string, text: string): Promise<void> {
    const path = this.#path(place, hashOf(key), window);
    const content = `${asciiJson(key)}\n${text}`;
    const bytes = Buffer.byteLength(content);
    const sizes = await this.#knownSizes();
    const others = [...sizes].reduce((sum, [known, size]) => (known === path ? sum : sum + size), 0);
    if (others + bytes > this.#mostBytes) {
      const most = `${Math.floor(this.#mostBytes / 1024 ** 2)} MiB`;
      const message = `This edit is kept only in this window: all unsaved edits together may take ${most}. Save or discard some.`;
      throw failed("STORAGE", message, { key });
    }
    try {
      await makePrivateFolder(this.#folder(place));
      await writePrivately(path, content);
    } catch (error) {
      throw notDone("is kept only in this window", error, key);
    }
    sizes.set(path, bytes);
  }

  async remove(place: string, window: string, key: string): Promise<void> {
    const path = this.#path(place, hashOf(key), window);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw notDone("cannot be removed from the disk, and will reappear at the next start", error, key);
    }
    (await this.#knownSizes()).delete(path);
  }

  #folder(place: string): string {
    return join(this.#root, hashOf(place));
  }

  #path(place: string, keyHash: string, window: string): string {
    const { pid, bootedAt } = thisProcess;
    return join(this.#folder(place), `${keyHash}.${window}.${pid}.${bootedAt}.draft`);
  }

  async #filesOf(place: string): Promise<DraftFile[]> {
    const folder = this.#folder(place);
    return (await namesIn(folder)).flatMap((name) => {
      const [, keyHash, window, pid, bootedAt] = NAME.exec(name) ?? [];
      if (keyHash === undefined || window === undefined) return [];
      return {
        path: join(folder, name),
        keyHash,
        window,
        process: { pid: Number(pid), bootedAt: Number(bootedAt) },
      };
    });
  }

  async #keyOf(path: string): Promise<string | null> {
    try {
      const key: unknown = JSON.parse(await firstLine(path));
      if (typeof key === "string") return key;
      throw new Error(`${path} contains no unsaved edit.`);
    } catch (error) {
      this.#report(error);
      return null;
    }
  }

  #knownSizes(): Promise<Map<string, number>> {
    this.#sizes ??= this.#measure();
    return this.#sizes;
  }

  async #measure(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for (const folder of await namesIn(this.#root)) {
      for (const name of await namesIn(join(this.#root, folder))) {
        const path = join(this.#root, folder, name);
        const found = await stat(path).catch(() => null);
        if (found) sizes.set(path, found.size);
      }
    }
    return sizes;
  }

  async #moved(from: string, to: string): Promise<void> {
    const sizes = await this.#knownSizes();
    const size = sizes.get(from);
    sizes.delete(from);
    if (size !== undefined) sizes.set(to, size);
  }
}

const isOwn = (file: DraftFile, window: string) => isThisProcess(file.process) && file.window === window;

/** Whether the file's window was closed or its process ended. */
const isAbandoned = (file: DraftFile, open: ReadonlySet<string>) =>
  isThisProcess(file.process) ? !open.has(file.window) : !isRunning(file.process);

async function latestFirst(files: readonly DraftFile[]): Promise<DraftFile[]> {
  const dated = await Promise.all(
    files.map(async (file) => ({ file, at: (await stat(file.path).catch(() => null))?.mtimeMs ?? 0 })),
  );
  return dated.sort((one, other) => other.at - one.at).map(({ file }) => file);
}

/** A missing folder has no files. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

const firstLine = (path: string): Promise<string> =>
  withPlain(path, async (file) => {
    const buffer = Buffer.alloc(LONGEST_LINE);
    const length = readSync(file, buffer, 0, LONGEST_LINE, 0);
    return buffer.toString("latin1", 0, length).split("\n", 1)[0] ?? "";
  });

/** Reads a regular file. Links are not followed, and pipes are not read. */
async function withPlain<Read>(path: string, read: (file: number) => Promise<Read>): Promise<Read> {
  const file = openPlain(path, constants.O_RDONLY);
  try {
    return await read(file);
  } finally {
    closeSync(file);
  }
}

/** A system error as a sentence without paths. */
function notDone(what: string, error: unknown, key: string): Error {
  const reason = error instanceof Error ? (error.message.split(",", 1)[0] ?? "") : String(error);
  const message = `This unsaved edit ${what}: ${reason}. It can still be saved.`;
  return failed("STORAGE", message, { key });
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** JSON in ASCII, for the first line of a file. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
