import type { Database as Connection } from "better-sqlite3";
import { CHECKPOINT_PAGES, type Durability } from "./connection.ts";

/**
 * SQLite copies a long log into the file as part of the commit that made it so long. A long job's commit is on disk before
 * that, and its caller need not wait for it.
 */
export class AutoCheckpoint {
  readonly #connection: Connection;
  readonly #pages: number;
  #suspended = false;

  constructor(connection: Connection, durability: Durability) {
    this.#connection = connection;
    this.#pages = CHECKPOINT_PAGES[durability];
  }

  /** Commits leave the log as long as it is, until `resume`. */
  suspend(): void {
    this.#connection.pragma("wal_autocheckpoint = 0");
    this.#suspended = true;
  }

  /** Copies the log into the file, if a commit would have done that meanwhile. */
  resume(): void {
    if (!this.#suspended) return;
    this.#suspended = false;
    this.#connection.pragma(`wal_autocheckpoint = ${this.#pages}`);
    try {
      const [found] = this.#connection.pragma("wal_checkpoint(NOOP)") as readonly { readonly log: number }[];
      if (found !== undefined && found.log >= this.#pages) this.#connection.pragma("wal_checkpoint(PASSIVE)");
    } catch {
      // As where a commit does it: the disk may be full. The log keeps everything, and the next one tries again.
    }
  }
}
