import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { holdsStore } from "../engine/index.ts";

/** The names that the engine creates in a store's folder. */
const OF_STORE = /^(?:strata\.|cache$)/;

/** A folder in which a store is about to be created, and its content before that. */
export class NewStore {
  readonly #folder: string;
  readonly #before: ReadonlySet<string>;
  /** The folders that must be created for it, innermost first. */
  readonly #missing: readonly string[];

  private constructor(folder: string) {
    this.#folder = folder;
    const missing: string[] = [];
    for (let path = folder; !existsSync(path) && path !== dirname(path); path = dirname(path)) {
      missing.push(path);
    }
    this.#missing = missing;
    this.#before = new Set(missing.length > 0 ? [] : readdirSync(folder));
  }

  /** Null if there is a store already. */
  static in(folder: string): NewStore | null {
    return holdsStore(folder) ? null : new NewStore(folder);
  }

  /** Removes everything created there since, and the folders created for it. The store must be closed and empty. */
  discard(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder)) {
      if (OF_STORE.test(name) && !this.#before.has(name)) {
        rmSync(join(this.#folder, name), { recursive: true, force: true });
      }
    }
    for (const folder of this.#missing) {
      if (!existsSync(folder) || readdirSync(folder).length > 0) return;
      rmdirSync(folder);
    }
  }
}
