import { basename } from "node:path";
import {
  claimedFile,
  type EnhancedPersistence,
  FileWatch,
  removeClaim,
  type SnapshotRule,
  type WatchBindings,
  type WatchStatus,
} from "../engine/index.ts";
import type { SafetySnapshots } from "../service/safetySnapshots.ts";
import { startWatch } from "../service/startWatch.ts";
import { failed } from "./failures.ts";

/** The file that a store is bound to, or the one that its folder claims to follow, without a binding. */
export type FollowStatus = Omit<WatchStatus, "state"> & {
  readonly state: WatchStatus["state"] | { readonly kind: "claimed" };
};

const EVERY = { kind: "every" } as const;

/** The binding of one open store, if it has one. */
export class StoreWatch {
  readonly #store: EnhancedPersistence;
  readonly #safety: SafetySnapshots;
  readonly #bindings: WatchBindings;
  readonly #listeners = new Set<() => void>();
  #watch: FileWatch | null = null;
  /** The claim of the store's folder, which may come from anywhere. It is only shown to the person. */
  #claim: string | null = null;

  constructor(store: EnhancedPersistence, safety: SafetySnapshots, bindings: WatchBindings) {
    this.#store = store;
    this.#safety = safety;
    this.#bindings = bindings;
  }

  get status(): FollowStatus | null {
    if (this.#watch !== null) return this.#watch.status;
    if (this.#claim === null) return null;
    const [path, name] = [this.#claim, basename(this.#claim)];
    return { name, path, rule: EVERY, state: { kind: "claimed" }, polling: null };
  }

  /** Calls the listener whenever the status changes, until the returned function is called. */
  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Continues if this installation bound the store to a file before. */
  async resume(): Promise<void> {
    // A read-only store cannot import a file's changes (rule F19).
    if (this.#store.readOnly !== null) return;
    this.#watch = await FileWatch.resume(this.#store, this.#bindings, { onStatus: () => this.#tell() });
    const { path } = this.#store;
    if (this.#watch === null && path !== null) this.#claim = await claimedFile(path);
  }

  /** Binds the store to another file. If that fails, it stays bound to the previous one. */
  async start(file: string, rule: SnapshotRule): Promise<FollowStatus> {
    const before = this.#watch;
    // The previous watch must not treat the other file's content as a change of its own file.
    await before?.close();
    try {
      this.#watch = await startWatch(this.#store, this.#safety, this.#bindings, file, rule, {
        onStatus: () => this.#tell(),
      });
      this.#claim = null;
      return this.#watch.status;
    } catch (error) {
      if (before) await this.resume();
      throw error;
    } finally {
      this.#tell();
    }
  }

  /** Binds the store to the file that its folder claims to follow: exactly the one that was shown. */
  async follow(rule: SnapshotRule): Promise<FollowStatus> {
    if (this.#claim === null) throw failed("NOT_FOUND", "This store claims to follow no file.");
    return this.start(this.#claim, rule);
  }

  async setRule(rule: SnapshotRule): Promise<FollowStatus> {
    if (this.#watch === null)
      throw failed("NOT_FOUND", "This store is not bound to a file. Choose one first.");
    await this.#watch.setRule(rule);
    return this.#watch.status;
  }

  /** Removes the binding and the folder's claim. */
  async stop(): Promise<void> {
    const { path } = this.#store;
    // Refuses a read-only store.
    if (path !== null) await this.#bindings.of(this.#store);
    await this.#watch?.unbind();
    if (path !== null) await removeClaim(path);
    this.#watch = null;
    this.#claim = null;
    this.#tell();
  }

  async close(): Promise<void> {
    await this.#watch?.close();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
