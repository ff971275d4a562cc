import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../api/shell/privateFiles.ts";

/** Bytes after which the log begins anew; the one before is kept beside it. */
const LARGEST = 1024 * 1024;

/** A file of starts and of what went wrong, for people to find and attach to a report. It never holds keys or values on purpose. */
export class LogFile {
  readonly path: string;

  constructor(dataDirectory: string) {
    this.path = join(dataDirectory, "logs", "strata.log");
  }

  /** Adds an entry. A log that can't be written is no reason to fail: the terminal has the entry too. */
  add(entry: unknown, at: Date = new Date()): void {
    const text = entry instanceof Error ? (entry.stack ?? entry.message) : String(entry);
    process.stderr.write(this.#append(text, at));
  }

  /** Adds what nobody at a terminal needs to be told. */
  note(text: string, at: Date = new Date()): void {
    this.#append(text, at);
  }

  /** The line, as it was to be written. */
  #append(text: string, at: Date): string {
    const line = `${at.toISOString()} ${text.trimEnd()}\n`;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: PRIVATE_FOLDER });
      if ((statSync(this.path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) {
        renameSync(this.path, `${this.path}.old`);
      }
      appendFileSync(this.path, line, { mode: PRIVATE_FILE });
    } catch (error) {
      process.stderr.write(`The log ${this.path} can't be written: ${error}\n`);
    }
    return line;
  }
}
