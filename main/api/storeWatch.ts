import { type EnhancedPersistence, FileWatch, type SnapshotRule, type WatchStatus } from "../engine/index.ts";
import { failed } from "./failures.ts";
import { startWatch } from "./startWatch.ts";
import type { Tripwire } from "./tripwire.ts";

/** The file that one open store is tied to, if it is. */
export class StoreWatch {
  readonly #store: EnhancedPersistence;
  readonly #tripwire: Tripwire;
  readonly #listeners = new Set<() => void>();
  #watch: FileWatch | null = null;

  constructor(store: EnhancedPersistence, tripwire: Tripwire) {
    this.#store = store;
    this.#tripwire = tripwire;
  }

  get status(): WatchStatus | null {
    return this.#watch?.status ?? null;
  }

  /** Calls back whenever the status is another one, until the returned function is called. */
  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes on where the store was tied to a file before. */
  async resume(): Promise<void> {
    this.#watch = await FileWatch.resume(this.#store, { onStatus: () => this.#tell() });
  }

  /** Ties the store to another file. If that can't be, the file that it was tied to before is followed on. */
  async start(file: string, rule: SnapshotRule): Promise<WatchStatus> {
    const before = this.#watch;
    // It must not take what comes from the other file for a change that belongs in its own.
    await before?.close();
    try {
      this.#watch = await startWatch(this.#store, this.#tripwire, file, rule, {
        onStatus: () => this.#tell(),
      });
    } catch (error) {
      if (before) await this.resume();
      throw error;
    } finally {
      this.#tell();
    }
    return this.#watch.status;
  }

  async setRule(rule: SnapshotRule): Promise<WatchStatus> {
    if (this.#watch === null)
      throw failed("NOT_FOUND", "This store is not tied to a file. Choose one first.");
    await this.#watch.setRule(rule);
    return this.#watch.status;
  }

  async stop(): Promise<void> {
    const watch = this.#watch;
    this.#watch = null;
    await watch?.untie();
    this.#tell();
  }

  async close(): Promise<void> {
    await this.#watch?.close();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
