import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Bytes; a text of more is none that can be read as one value. */
const MOST_BYTES = 512 << 20;

/** A part whose content is not what it should be. */
export class DamagedPart extends Error {}

/** A part that is not there at all. */
export class MissingPart extends DamagedPart {}

/** Reads the parts of a folder from elsewhere: nothing outside of it, and nothing that would make it wait (rule F9). */
export class Parts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** True where there is a file by this name in the folder itself. */
  async has(names: readonly string[]): Promise<boolean> {
    try {
      return (await lstat(await this.#within(names))).isFile();
    } catch {
      // What can't be looked at can't be read either.
      return false;
    }
  }

  /** The names in a folder; none where there is no such folder. */
  async names(names: readonly string[]): Promise<string[]> {
    try {
      return (await readdir(await this.#within([...names, ""]))).sort();
    } catch (error) {
      if (error instanceof MissingPart) return [];
      throw error;
    }
  }

  /**
   * What a file holds.
   *
   * @throws {DamagedPart} when it is none, is missing or too large, or is reached by a link. What the system says, else.
   */
  async bytes(names: readonly string[]): Promise<Buffer> {
    const path = await this.#within(names);
    try {
      assertFile((await lstat(path)).isFile());
      // It may have been replaced meanwhile.
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      const file = await open(path, flags);
      try {
        const stats = await file.stat();
        assertFile(stats.isFile());
        if (stats.size > MOST_BYTES)
          throw new DamagedPart(
            `it has ${stats.size} bytes, and ${MOST_BYTES} are the most that can be read`,
          );
        return await file.readFile();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw missingOr(error);
    }
  }

  /** @throws also when the bytes are not UTF-8. */
  async text(names: readonly string[]): Promise<string> {
    const bytes = await this.bytes(names);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new DamagedPart("its bytes are not UTF-8", { cause });
    }
  }

  /** The path of a part, once every folder on the way to it is a folder and no link to one. */
  async #within(names: readonly string[]): Promise<string> {
    let path = this.#folder;
    for (const name of names.slice(0, -1)) {
      path = join(path, name);
      try {
        if (!(await lstat(path)).isDirectory())
          throw new DamagedPart(`${name} is a link or something else that is no folder`);
      } catch (error) {
        throw missingOr(error);
      }
    }
    return join(path, names.at(-1) ?? "");
  }
}

function assertFile(isFile: boolean): void {
  if (!isFile) throw new DamagedPart("it is a link, a pipe or something else that is no file");
}

function missingOr(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? new MissingPart("its file is missing", { cause: error }) : error;
}
