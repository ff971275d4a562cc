import type { ReadStatements } from "../storage/readStatements.ts";
import type { StoreCore } from "./core.ts";

/** How many names are remembered with their rows. */
const MAX_REMEMBERED = 1000;

/** The rows in which the names of authors stand: each name once, however many revisions are its. */
export class Authors {
  readonly #core: StoreCore;
  /** No row of the table is ever changed or deleted, so what was found stays right unless the transaction is rolled back. */
  readonly #ids = new Map<string, number>();

  constructor(core: StoreCore) {
    this.#core = core;
  }

  /** Inside a transaction: the row of a name, made where there is none; of the store's own author by default. */
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

  /** The transaction is taken back, and the names that it wrote with it. */
  takenBack(): void {
    this.#ids.clear();
  }
}

/** Looks up the names of authors for many revisions in a row, which mostly have the same one. */
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
