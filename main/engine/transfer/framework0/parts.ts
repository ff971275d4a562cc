import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** In bytes; a longer text cannot be read as one value. */
const MOST_BYTES = 512 << 20;

/** A part with invalid content. */
export class DamagedPart extends Error {}

/** A part that does not exist. */
export class MissingPart extends DamagedPart {}

/** Reads the parts of a folder from elsewhere: nothing outside it, and nothing that could block (rule F9). */
export class Parts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether the folder itself has a file with this name. */
  async has(names: readonly string[]): Promise<boolean> {
    try {
      return (await lstat(await this.#within(names))).isFile();
    } catch {
      // A part that cannot be examined cannot be read either.
      return false;
    }
  }

  /** The names in a folder; none if it does not exist. */
  async names(names: readonly string[]): Promise<string[]> {
    try {
      return (await readdir(await this.#within([...names, ""]))).sort();
    } catch (error) {
      if (error instanceof MissingPart) return [];
      throw error;
    }
  }

  /**
   * The content of a file.
   *
   * @throws {DamagedPart} if it is not a regular file, is missing or too large, or is reached by a link; for other
   * reasons the system's error.
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

  /** @throws also if the bytes are not UTF-8. */
  async text(names: readonly string[]): Promise<string> {
    const bytes = await this.bytes(names);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new DamagedPart("its bytes are not UTF-8", { cause });
    }
  }

  /** The path of a part, after checking that every folder on the way is a folder and not a link. */
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
