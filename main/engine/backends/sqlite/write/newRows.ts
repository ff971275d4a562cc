import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../../../checksum.ts";
import type { StoreCore } from "../core/core.ts";
import { ROWS_TOGETHER } from "../storage/writeStatements.ts";

/** UTF-16 units of values that wait for others to be written with them. */
const MOST_WAITING = 64 * 1024;

/** A value that was written where there was none. */
export interface NewRow {
  readonly key: Key;
  readonly text: JsonText;
  /** As `digestOf` gives it. */
  readonly digest: string;
}

/** What is to be done with rows once it is known whether they were the first of their keys. */
export interface NewRowsOutcome {
  written(row: NewRow): void;
  /** The key has a value already. */
  refused(row: NewRow): void;
}

/**
 * Writes rows into a store that was empty, many by one statement: each call of the driver costs about as much as the row
 * itself. A key that comes again is noticed by how many rows were written.
 */
export class NewRows {
  readonly #core: StoreCore;
  readonly #revision: Revision;
  readonly #outcome: NewRowsOutcome;
  #rows: NewRow[] = [];
  #units = 0;

  constructor(core: StoreCore, revision: Revision, outcome: NewRowsOutcome) {
    this.#core = core;
    this.#revision = revision;
    this.#outcome = outcome;
  }

  add(key: Key, text: JsonText): void {
    this.#rows.push({ key, text, digest: digestOf(key, text) });
    this.#units += text.length;
    if (this.#rows.length === ROWS_TOGETHER || this.#units > MOST_WAITING) this.flush();
  }

  /** Writes what waits. */
  flush(): void {
    const rows = this.#rows;
    if (rows.length === 0) return;
    this.#rows = [];
    this.#units = 0;
    if (rows.length === ROWS_TOGETHER) this.#writeTogether(rows);
    else for (const row of rows) this.#writeOne(row);
  }

  #writeOne(row: NewRow): void {
    const { key, text, digest } = row;
    const { changes } = this.#core.write.insertNewLive.run(key, this.#revision, shortDigest(digest), text);
    if (changes === 1) this.#outcome.written(row);
    else this.#outcome.refused(row);
  }

  #writeTogether(rows: readonly NewRow[]): void {
    const parameters: (string | number)[] = [];
    for (const { key, text, digest } of rows) parameters.push(key, shortDigest(digest), text);
    const { insertNewLiveTogether } = this.#core.write;
    const { changes, lastInsertRowid } = insertNewLiveTogether.run(parameters, { since: this.#revision });
    if (changes === rows.length) for (const row of rows) this.#outcome.written(row);
    else
      this.#tellApart(rows, changes === 0 ? Number.POSITIVE_INFINITY : Number(lastInsertRowid) - changes + 1);
  }

  /** @param firstId The id of the first row that was written; they follow one another. */
  #tellApart(rows: readonly NewRow[], firstId: number): void {
    const seen = new Set<Key>();
    const refused: NewRow[] = [];
    for (const row of rows) {
      const found = this.#core.own.live.get(row.key)?.[0];
      if (found !== undefined && found >= firstId && !seen.has(row.key)) this.#outcome.written(row);
      else refused.push(row);
      seen.add(row.key);
    }
    for (const row of refused) this.#outcome.refused(row);
  }
}
