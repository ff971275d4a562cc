import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { StorageError } from "../../../errors.ts";
import { LOG_FILE, STORE_FILE } from "../../../files/storeFiles.ts";

/** Milliseconds between two checks of the files' identity. */
const PAUSE = 20;

const QUIET = { throwIfNoEntry: false } as const;

interface OpenFile {
  readonly path: string;
  readonly opened: Stats | undefined;
}

/**
 * Checks that a store's open files are still those of its folder. The system allows an open file to be removed or
 * replaced; writes to it are then lost when the process ends (rule I6).
 */
export class FilesInPlace {
  readonly #directory: string;
  readonly #file: OpenFile;
  readonly #log: OpenFile;

  /** Whether the last check failed. */
  strayed = false;
  #looked = 0;

  /** Call it directly after a read, because only then the log exists. */
  constructor(directory: string) {
    const openFile = (path: string) => ({ path, opened: lstatSync(path, QUIET) });
    this.#directory = directory;
    this.#file = openFile(join(directory, STORE_FILE));
    this.#log = openFile(join(directory, LOG_FILE));
  }

  /**
   * After a commit, before it is acknowledged: every 20 ms. Each check takes as long as the commit itself. And after
   * someone has read a file's times, Linux records the next change of it to the nanosecond, so that the next sync of
   * the log also writes its inode.
   *
   * @throws {StorageError} as `assert` does.
   */
  assertAfterCommit(): void {
    if (performance.now() - this.#looked >= PAUSE) this.assert();
  }

  /** @throws {StorageError} if a file is no longer in its place. */
  assert(): void {
    this.#looked = performance.now();
    this.strayed = true;
    this.#assertSame(this.#file);
    this.#assertSame(this.#log);
    this.strayed = false;
  }

  #assertSame(file: OpenFile): void {
    const found = lstatSync(file.path, QUIET);
    if (found === undefined) throw this.#strayed(file, "removed or moved");
    if (found.ino !== file.opened?.ino || found.dev !== file.opened.dev) {
      throw this.#strayed(file, "replaced");
    }
  }

  #strayed({ path }: OpenFile, what: "removed or moved" | "replaced"): StorageError {
    return new StorageError(
      `${path} was ${what} while ${this.#directory} was open. ` +
        "Nothing that is written now would last: close the store, put the file back where it was, and open it again.",
      { path: this.#directory },
    );
  }
}
