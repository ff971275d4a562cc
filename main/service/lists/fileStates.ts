import { rm } from "node:fs/promises";
import { LRUCache } from "lru-cache";
import { createEnhancedPersistence, type EnhancedPersistence } from "../../engine/index.ts";
import { type ImportPlan, importFile, makeTemporaryFolder } from "../../engine/transfer/index.ts";
import { SharedJobs } from "./sharedJobs.ts";

/** The number of files that are kept open. */
const MOST_FILES = 2;

/** A file, and how to read it. */
export interface FileState {
  readonly path: string;
  readonly name: string;
  readonly plan: ImportPlan;
}

interface Known {
  readonly store: EnhancedPersistence;
  readonly directory: string;
}

/** The content of files. Each is read once, as for an import, into a temporary store. */
export class FileStates {
  readonly #jobs = new SharedJobs<Known>();
  readonly #ends = new Set<Promise<void>>();
  readonly #known = new LRUCache<string, Known>({
    max: MOST_FILES,
    dispose: (known) => this.#end(known),
  });

  /**
   * A store with the file's content, for reading only.
   *
   * @throws {ImportError} with file, line and column if the file cannot be read.
   */
  async open(file: FileState, signal?: AbortSignal): Promise<EnhancedPersistence> {
    const name = JSON.stringify(file);
    const known =
      this.#known.get(name) ?? (await this.#jobs.run(name, signal, (stop) => this.#read(name, file, stop)));
    return known.store;
  }

  /** Closes all stores and removes their files. */
  async close(): Promise<void> {
    this.#known.clear();
    await Promise.all(this.#ends);
  }

  async #read(name: string, { path, name: title, plan }: FileState, signal: AbortSignal): Promise<Known> {
    const directory = makeTemporaryFolder("strata-compare-");
    let store: EnhancedPersistence | undefined;
    try {
      store = await createEnhancedPersistence({
        basePath: directory,
        durability: "normal",
        cacheStrategy: "none",
      });
      await importFile(store, path, plan, "replace", { name: title, signal });
    } catch (error) {
      await store?.close();
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
    const known = { store, directory };
    this.#known.set(name, known);
    return known;
  }

  #end({ store, directory }: Known): void {
    const end = store
      .close()
      .then(() => rm(directory, { recursive: true, force: true }))
      .finally(() => this.#ends.delete(end));
    this.#ends.add(end);
  }
}
