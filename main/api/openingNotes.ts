import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const note = z.object({ path: z.string(), process: z.int() });

/**
 * Notes on disk about openings in progress. A note without a running opening belongs to one that crashed or hung the
 * engine. Such a store is not opened automatically again (rule F6).
 */
export class OpeningNotes {
  readonly #directory: string;
  readonly #report: (error: unknown) => void;

  /** @param report Called with errors of writing a note. They do not prevent the opening. */
  constructor(directory: string, report: (error: unknown) => void) {
    this.#directory = directory;
    this.#report = report;
  }

  /** The store is about to be opened, or must stay closed until a person opens it. */
  begin(path: string): void {
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      const text = JSON.stringify({ path, process: process.pid } satisfies z.infer<typeof note>);
      writeFileSync(this.#placeOf(path), text, { mode: 0o600 });
    } catch (error) {
      this.#report(error);
    }
  }

  /** It was opened, or failed with an error. */
  end(path: string): void {
    try {
      rmSync(this.#placeOf(path), { force: true });
    } catch (error) {
      this.#report(error);
    }
  }

  /** Whether the last opening of this store did not finish. One in another running process may still finish. */
  isUnfinished(path: string): boolean {
    try {
      const found = note.parse(JSON.parse(readFileSync(this.#placeOf(path), "utf8")));
      return found.path === path && (found.process === process.pid || !isRunning(found.process));
    } catch {
      // No note, or an unreadable one.
      return false;
    }
  }

  #placeOf(path: string): string {
    return join(this.#directory, `${createHash("sha256").update(path).digest("hex").slice(0, 32)}.json`);
  }
}

function isRunning(process: number): boolean {
  try {
    return globalThis.process.kill(process, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
