import type { ReadStatements } from "../storage/readStatements.ts";
import type { StoreCore } from "./core.ts";

/** The most names whose row ids are cached. */
const MAX_REMEMBERED = 1000;

/** The rows of authors' names: each name once, however many revisions it made. */
export class Authors {
  readonly #core: StoreCore;
  /**
   * Rows of the table are never changed or deleted, so a cached id stays valid unless the transaction is rolled back.
   */
  readonly #ids = new Map<string, number>();

  constructor(core: StoreCore) {
    this.#core = core;
  }

  /** Inside a transaction: the row id of a name, inserted if necessary; by default that of the store's own author. */
  idOf(name: string | null = this.#core.options.author): number | null {
    if (name === null) return null;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const { write } = this.#core;
    const id = write.authorId.get(name) ?? Number(write.insertAuthor.run(name).lastInsertRowid);
    if (this.#ids.size >= MAX_REMEMBERED) this.#ids.clear();
    this.#ids.set(name, id);
    return id;
  }

  /** The transaction was rolled back, with the names that it inserted. */
  takenBack(): void {
    this.#ids.clear();
  }
}

/** Looks up the authors' names of many successive revisions, which mostly have the same author. */
export function authorNames(statements: ReadStatements): (id: number | null) => string | null {
  let last: number | null = null;
  let name: string | null = null;
  return (id) => {
    if (id !== last) {
      last = id;
      name = id === null ? null : (statements.authorName.get(id) ?? null);
    }
    return name;
  };
}
