import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const note = z.object({ path: z.string(), process: z.int() });

/**
 * Which stores are being opened, on disk: a note that is still there when nobody opens the store any more is of an opening
 * that ended the engine, or that the engine hung in. Such a store is not opened again by itself (rule F6).
 */
export class OpeningNotes {
  readonly #directory: string;
  readonly #report: (error: unknown) => void;

  /** @param report Called with what could not be noted: it is no reason not to open a store. */
  constructor(directory: string, report: (error: unknown) => void) {
    this.#directory = directory;
    this.#report = report;
  }

  /** The store is about to be opened, or has to stay closed until somebody opens it. */
  begin(path: string): void {
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      const text = JSON.stringify({ path, process: process.pid } satisfies z.infer<typeof note>);
      writeFileSync(this.#placeOf(path), text, { mode: 0o600 });
    } catch (error) {
      this.#report(error);
    }
  }

  /** It was opened, or failed to be in good order. */
  end(path: string): void {
    try {
      rmSync(this.#placeOf(path), { force: true });
    } catch (error) {
      this.#report(error);
    }
  }

  /** Whether the last opening of this store did not end well. One that another process is at may still. */
  isUnfinished(path: string): boolean {
    try {
      const found = note.parse(JSON.parse(readFileSync(this.#placeOf(path), "utf8")));
      return found.path === path && (found.process === process.pid || !isRunning(found.process));
    } catch {
      // None, or one that says nothing.
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
