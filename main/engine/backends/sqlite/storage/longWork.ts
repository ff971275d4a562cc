import type { Database as Connection } from "better-sqlite3";
import { CHECKPOINT_PAGES, type Durability } from "./connection.ts";

/**
 * How much of the file the writing connection keeps in memory, in KiB. Single reads and writes seldom come to a page twice but
 * for the few at the top of each tree, and the system has the others in its own memory; other work goes all over the file.
 */
const KEPT = { usual: 3000, allOver: 32_000 } as const;

/** What the writing connection does otherwise for as long as there is much to do. */
export class LongWork {
  readonly #connection: Connection;
  readonly #pages: number;
  #underWay = false;

  constructor(connection: Connection, durability: Durability) {
    this.#connection = connection;
    this.#pages = CHECKPOINT_PAGES[durability];
    this.#keep("usual");
  }

  /**
   * Until `end` commits leave the log as long as it is: SQLite copies a long log into the file as part of the commit that made
   * it so long, and a long job's commit is on disk before that, so that its caller need not wait for it.
   */
  begin(): void {
    this.#connection.pragma("wal_autocheckpoint = 0");
    this.#underWay = true;
    this.#keep("allOver");
  }

  /** Copies the log into the file, if a commit would have done that meanwhile. */
  end(): void {
    if (!this.#underWay) return;
    this.#underWay = false;
    this.#connection.pragma(`wal_autocheckpoint = ${this.#pages}`);
    try {
      this.#keep("usual");
      const [found] = this.#connection.pragma("wal_checkpoint(NOOP)") as readonly { readonly log: number }[];
      if (found !== undefined && found.log >= this.#pages) this.#connection.pragma("wal_checkpoint(PASSIVE)");
    } catch {
      // As where a commit does it: the disk may be full. The log keeps everything, and the next one tries again.
    }
  }

  /** Does something that goes all over the file. */
  allOver(act: () => void): void {
    this.#keep("allOver");
    try {
      act();
    } finally {
      if (!this.#underWay) this.#keep("usual");
    }
  }

  /** What is kept beyond that is given back. */
  #keep(much: keyof typeof KEPT): void {
    this.#connection.pragma(`cache_size = -${KEPT[much]}`);
  }
}
