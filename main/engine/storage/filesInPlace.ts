import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { StorageError } from "../errors.ts";
import { STORE_FILE } from "./schema.ts";

/** Milliseconds between two looks after commits that are not synced either: a look costs a sixth of such a commit. */
const PAUSE = 20;

const QUIET = { throwIfNoEntry: false } as const;

/**
 * Tells whether the files that a store has open are still those of its folder. The system lets a file be removed or
 * replaced while it is open: what is written to it then goes when the process ends (rule I6).
 */
export class FilesInPlace {
  readonly #directory: string;
  readonly #files: readonly { readonly path: string; readonly opened: Stats | undefined }[];

  /** Whether they were not when they were last looked for. */
  strayed = false;
  #looked = 0;

  /** Call it right after something was read, for only then is the log there. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#files = [STORE_FILE, `${STORE_FILE}-wal`].map((name) => {
      const path = join(directory, name);
      return { path, opened: statSync(path, QUIET) };
    });
  }

  /**
   * After a commit, before it is acknowledged.
   *
   * @throws {StorageError} as `assert` does.
   */
  assertAfterCommit(durability: "full" | "normal"): void {
    if (durability === "full" || performance.now() - this.#looked >= PAUSE) this.assert();
  }

  /** @throws {StorageError} when one is not in its place any more. */
  assert(): void {
    this.#looked = performance.now();
    this.strayed = true;
    for (const { path, opened } of this.#files) {
      const found = statSync(path, QUIET);
      if (found?.ino === opened?.ino && found?.dev === opened?.dev) continue;
      throw new StorageError(
        `${path} was ${found === undefined ? "removed or moved" : "replaced"} while ${this.#directory} was open. ` +
          "Nothing that is written now would last: close the store, put the file back where it was, and open it again.",
        { path: this.#directory },
      );
    }
    this.strayed = false;
  }
}
