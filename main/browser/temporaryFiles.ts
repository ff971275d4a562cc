import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileTicket } from "../../shared/model/index.ts";
import type { EngineHost } from "../api/host.ts";

/** A number for this account in file names. Windows has a separate folder for temporary files for each account. */
const account = process.getuid?.() ?? 0;
const PREFIX = `strata-transfer-${account}-`;
/** A folder of ours, with the process that made it. No other name may match. */
const OWNED = new RegExp(`^${PREFIX}(\\d+)-[^-]+$`);
/** The most files in transfer; one more removes the oldest. */
const MOST_FILES = 16;

type Tickets = Pick<EngineHost, "addFile" | "removeFile">;

export interface TemporaryFile {
  readonly ticket: FileTicket;
  readonly path: string;
  readonly name: string;
}

/**
 * The files in transfer between a browser and the engine. They are removed when the server ends, or when there are too
 * many.
 */
export class TemporaryFiles {
  readonly #host: Tickets;
  readonly #report: (error: unknown) => void;
  readonly #parent: string;
  /** Created with the first file, and again if it was removed. */
  #directory: string | undefined;
  readonly #files = new Map<FileTicket, TemporaryFile>();
  #count = 0;

  /** @param report Called with errors of cleaning up. They do not stop the server. */
  constructor(host: Tickets, report: (error: unknown) => void, parent: string = tmpdir()) {
    this.#host = host;
    this.#report = report;
    this.#parent = parent;
    removeLeftovers(parent, report);
  }

  /**
   * A path for a new file, in a folder that only this account may enter; null if the system has no place for one. No
   * part of it comes from the client.
   */
  newPath(): string | null {
    try {
      if (this.#directory === undefined || !existsSync(this.#directory)) {
        this.#directory = mkdtempSync(join(this.#parent, `${PREFIX}${process.pid}-`));
      }
    } catch (error) {
      this.#report(error);
      return null;
    }
    return join(this.#directory, String(++this.#count));
  }

  async add(path: string, name: string, use: "read" | "write"): Promise<TemporaryFile> {
    const ticket = await this.#host.addFile({ path, name, use });
    const file = { ticket, path, name };
    this.#files.set(ticket, file);
    const [oldest] = this.#files.values();
    if (oldest && this.#files.size > MOST_FILES) await this.#remove(oldest);
    return file;
  }

  find(ticket: string): TemporaryFile | undefined {
    return this.#files.get(ticket as FileTicket);
  }

  removeAll(): void {
    this.#files.clear();
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true });
  }

  async #remove({ ticket, path }: TemporaryFile): Promise<void> {
    this.#files.delete(ticket);
    await this.#host.removeFile(ticket);
    await rm(path, { force: true });
  }
}

/** A killed server could not remove its folder. Other accounts' folders are not touched. */
function removeLeftovers(parent: string, report: (error: unknown) => void): void {
  try {
    for (const name of readdirSync(parent)) {
      const owner = Number(OWNED.exec(name)?.[1] ?? 0);
      if (owner > 0 && !isRunning(owner)) removeOwn(join(parent, name), report);
    }
  } catch (error) {
    report(error);
  }
}

function removeOwn(path: string, report: (error: unknown) => void): void {
  try {
    const found = lstatSync(path);
    const isOurs = process.getuid === undefined || found.uid === account;
    if (isOurs && found.isDirectory()) rmSync(path, { recursive: true, force: true });
  } catch (error) {
    report(error);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
