import type { Database as Connection } from "better-sqlite3";
import { CHECKPOINT_PAGES, type Durability } from "./connection.ts";

/**
 * The page cache of the writing connection in KiB. Single reads and writes seldom use a page twice, except the top of
 * each tree, and the system caches the others; long work uses the whole file.
 */
const KEPT = { usual: 3000, allOver: 32_000 } as const;

/** The settings of the writing connection during long work. */
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
   * Until `end`, commits do not checkpoint: SQLite checkpoints a long log as part of the commit, but a long job's
   * commit is on disk before that, so its caller need not wait.
   */
  begin(): void {
    this.#connection.pragma("wal_autocheckpoint = 0");
    this.#underWay = true;
    this.#keep("allOver");
  }

  /** Checkpoints the log, if a commit would have done so meanwhile. */
  end(): void {
    if (!this.#underWay) return;
    this.#underWay = false;
    this.#connection.pragma(`wal_autocheckpoint = ${this.#pages}`);
    try {
      this.#keep("usual");
      const [found] = this.#connection.pragma("wal_checkpoint(NOOP)") as readonly { readonly log: number }[];
      if (found !== undefined && found.log >= this.#pages) this.#connection.pragma("wal_checkpoint(PASSIVE)");
    } catch {
      // As with a checkpoint by a commit: the disk may be full. The log keeps everything, and the next one retries.
    }
  }

  /** Runs work that uses the whole file. */
  allOver(act: () => void): void {
    this.#keep("allOver");
    try {
      act();
    } finally {
      if (!this.#underWay) this.#keep("usual");
    }
  }

  /** Releases pages beyond the new size. */
  #keep(much: keyof typeof KEPT): void {
    this.#connection.pragma(`cache_size = -${KEPT[much]}`);
  }
}
