import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../api/shell/privateFiles.ts";

/** At this size in bytes a new log begins; the previous one is kept beside it. */
const LARGEST = 1024 * 1024;

/** A log of starts and errors, to attach to a report. It does not contain keys or values on purpose. */
export class LogFile {
  readonly path: string;

  constructor(dataDirectory: string) {
    this.path = join(dataDirectory, "logs", "strata.log");
  }

  /** Adds an entry. If the log cannot be written, that is ignored, because the terminal shows the entry too. */
  add(entry: unknown, at: Date = new Date()): void {
    const text = entry instanceof Error ? (entry.stack ?? entry.message) : String(entry);
    process.stderr.write(this.#append(text, at));
  }

  /** Adds an entry that the terminal does not show. */
  note(text: string, at: Date = new Date()): void {
    this.#append(text, at);
  }

  /** Returns the line. */
  #append(text: string, at: Date): string {
    const line = `${at.toISOString()} ${text.trimEnd()}\n`;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: PRIVATE_FOLDER });
      if ((statSync(this.path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) {
        renameSync(this.path, `${this.path}.old`);
      }
      appendFileSync(this.path, line, { mode: PRIVATE_FILE });
    } catch (error) {
      process.stderr.write(`The log ${this.path} cannot be written: ${error}\n`);
    }
    return line;
  }
}
