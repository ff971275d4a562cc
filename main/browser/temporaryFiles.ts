import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileTicket } from "../../shared/model/index.ts";
import type { EngineHost } from "../api/host.ts";

const PREFIX = "strata-transfer-";
/** A folder of ours, with the process that made it: nothing else of that name may be taken for one. */
const OWNED = new RegExp(`^${PREFIX}(\\d+)-[^-]+$`);
/** Files on their way in or out at one time; the oldest has to go for one more. */
const MOST_FILES = 16;

type Tickets = Pick<EngineHost, "addFile" | "removeFile">;

export interface TemporaryFile {
  readonly ticket: FileTicket;
  readonly path: string;
  readonly name: string;
}

/** The files on their way between a browser and the engine. They go when the server ends, or when they are too many. */
export class TemporaryFiles {
  readonly #host: Tickets;
  readonly #directory: string;
  readonly #files = new Map<FileTicket, TemporaryFile>();
  #count = 0;

  constructor(host: Tickets, parent: string = tmpdir()) {
    this.#host = host;
    removeLeftovers(parent);
    this.#directory = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  }

  /** A path for a new file. Nothing of it comes from the client. */
  newPath(): string {
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
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #remove({ ticket, path }: TemporaryFile): Promise<void> {
    this.#files.delete(ticket);
    await this.#host.removeFile(ticket);
    await rm(path, { force: true });
  }
}

/** A server that was killed couldn't remove its own. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = Number(OWNED.exec(name)?.[1] ?? 0);
    if (owner > 0 && !isRunning(owner)) rmSync(join(parent, name), { recursive: true, force: true });
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
