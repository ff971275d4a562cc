import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { StorageError } from "../../../errors.ts";
import { LOG_FILE, STORE_FILE } from "../../../files/storeFiles.ts";

/** Milliseconds between two looks at which files they are. */
const PAUSE = 20;

const QUIET = { throwIfNoEntry: false } as const;

interface OpenFile {
  readonly path: string;
  readonly opened: Stats | undefined;
}

/**
 * Tells whether the files that a store has open are still those of its folder. The system lets a file be removed or
 * replaced while it is open: what is written to it then goes when the process ends (rule I6).
 */
export class FilesInPlace {
  readonly #directory: string;
  readonly #file: OpenFile;
  readonly #log: OpenFile;

  /** Whether they were not when they were last looked for. */
  strayed = false;
  #looked = 0;

  /** Call it right after something was read, for only then is the log there. */
  constructor(directory: string) {
    const openFile = (path: string) => ({ path, opened: lstatSync(path, QUIET) });
    this.#directory = directory;
    this.#file = openFile(join(directory, STORE_FILE));
    this.#log = openFile(join(directory, LOG_FILE));
  }

  /**
   * After a commit, before it is acknowledged: every 20 ms. Each look takes as long as the commit's own work, and where
   * somebody has asked for the times of a file, Linux writes down the next change of it to the nanosecond, so that the next
   * sync of the log has to write its inode as well.
   *
   * @throws {StorageError} as `assert` does.
   */
  assertAfterCommit(): void {
    if (performance.now() - this.#looked >= PAUSE) this.assert();
  }

  /** @throws {StorageError} when one is not in its place any more. */
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
