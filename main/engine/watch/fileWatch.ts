import { realpath } from "node:fs/promises";
import { basename, isAbsolute, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NOW, type Revision } from "../../../shared/model/index.ts";
import { InvalidOptionError, InvalidValueError, NotFoundError } from "../errors.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { targetOf } from "../transfer/target.ts";
import {
  checkRule,
  type SnapshotRule,
  type WatchBinding,
  type WatchEvent,
  type WatchState,
  type WatchStatus,
} from "./binding.ts";
import { removeClaim, type StoreBinding, type WatchBindings, watchedElsewhere } from "./bindings.ts";
import { changesBetween } from "./changes.ts";
import { type Exchange, systemExchange } from "./exchange.ts";
import { FileSync } from "./fileSync.ts";
import { storedAt } from "./unsyncedKeys.ts";
import {
  contentIn,
  hashOf,
  onFileChange,
  readRegular,
  readToBind,
  type SystemEvents,
  stateIn,
} from "./watchedFile.ts";

export interface FileWatchOptions {
  readonly onStatus?: (status: WatchStatus) => void;
  readonly onEvent?: (event: WatchEvent) => void;
  /** Milliseconds for which a file that is not JSON counts as half-written. Default 2 000. */
  readonly patience?: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now?: () => number;
  /** How the system reports changes of the file. */
  readonly events?: SystemEvents;
  /** How two names are exchanged in one step. */
  readonly exchange?: Exchange;
}

const PATIENCE = 2000;
/** Milliseconds until the next attempt to read or write an inaccessible file. */
const AFTER_FAILURE = 3000;
/** Milliseconds between attempts to get the lock. */
const LOCK_RETRY = 1000;
/** Milliseconds before the last check of a file that was just replaced. */
const LAST_LOOK = 50;

/**
 * Binds a store to a JSON file: every change of the file becomes a revision of the store, and every change of the
 * store, such as a restore, is written to the file, in the file's own layout. Strata's own writes are not mistaken for
 * changes of the file, and a half-written file is waited for. Of all processes that have the store open, one watches.
 */
export class FileWatch {
  readonly #store: EnhancedPersistence;
  readonly #place: StoreBinding;
  readonly #options: FileWatchOptions;
  readonly #sync: FileSync;
  #state: WatchState = { kind: "inStep" };
  #polling: string | null = null;
  #unlock: (() => void) | null;
  #stopListening: () => Promise<void> = async () => {};
  #work: Promise<void> = Promise.resolve();
  readonly #timers = new Set<NodeJS.Timeout>();
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #closing: Promise<void> | undefined;

  private constructor(
    store: EnhancedPersistence,
    place: StoreBinding,
    binding: WatchBinding,
    unlock: (() => void) | null,
    options: FileWatchOptions,
  ) {
    this.#store = store;
    this.#place = place;
    this.#unlock = unlock;
    this.#options = options;
    this.#sync = new FileSync(store, place, binding, {
      patience: options.patience ?? PATIENCE,
      now: options.now ?? Date.now,
      exchange: options.exchange ?? systemExchange,
      isClosed: () => this.#closed,
      tell: (state) => this.#tell(state),
      event: (event) => options.onEvent?.(event),
      inspectLater: (milliseconds) => {
        this.#later(milliseconds, () => this.#sync.inspectReplaced(false));
      },
    });
  }

  /**
   * Binds a store to a file; the file's content replaces the store's state, as one revision. A link is followed, now
   * and each time.
   *
   * @throws {NotFoundError} if there is no such file.
   * @throws {StorageError} if it is not a regular file.
   * @throws {InvalidValueError} if it is not JSON. Nothing is bound in any of these cases.
   * @throws {InvalidOptionError} if the store is not on disk, the rule is invalid, or the file is in the store's
   * folder.
   * @throws {ConflictError} if another process watches for this store.
   * @throws {ReadOnlyError} if the store is read-only.
   */
  static async bind(
    store: EnhancedPersistence,
    bindings: WatchBindings,
    file: string,
    rule: SnapshotRule,
    options: FileWatchOptions = {},
  ): Promise<FileWatch> {
    const place = await bindings.of(store);
    checkRule(rule);
    await assertOutside(place.store, file);
    const { bytes, isLink } = await readToBind(file);
    if (bytes === null) throw new NotFoundError(`There is no file ${file}.`, { path: file });
    const content = contentIn(bytes);
    if (content.kind === "other") {
      const { message, ...where } = content.problem;
      throw new InvalidValueError(`${basename(file)} is not JSON: ${message}`, { path: file, ...where });
    }
    const unlock = await place.lock();
    if (unlock === null) throw watchedElsewhere(place.store);
    const binding: WatchBinding = {
      file,
      isLink,
      rule,
      agreed: { hash: null, revision: 0 as Revision },
      access: null,
      taking: null,
      writing: null,
      replaced: [],
    };
    const watch = new FileWatch(store, place, binding, unlock, options);
    try {
      await watch.#sync.replace(content, hashOf(bytes));
      await removeClaim(place.store);
    } catch (error) {
      await watch.close();
      throw error;
    }
    await watch.#listen();
    return watch;
  }

  /**
   * Continues if this installation bound the store to a file; null if it did not. Changes made meanwhile are applied to
   * the other side. While another process watches, this one waits for it to end.
   */
  static async resume(
    store: EnhancedPersistence,
    bindings: WatchBindings,
    options: FileWatchOptions = {},
  ): Promise<FileWatch | null> {
    if (store.path === null || store.readOnly !== null) return null;
    const place = await bindings.of(store);
    if ((await place.read()) === null) return null;
    const unlock = await place.lock();
    // Read under the lock, because another process may have changed it before.
    const binding = await place.read();
    if (binding === null) {
      unlock?.();
      return null;
    }
    const watch = new FileWatch(store, place, binding, unlock, options);
    if (unlock === null) watch.#waitForLock();
    else await watch.#begin();
    return watch;
  }

  /** Whether a store equals a file's content, so that binding them changes nothing. */
  static async isInStep(store: EnhancedPersistence, file: string): Promise<boolean> {
    const content = contentIn(await readRegular(file));
    if (content.kind === "other") return false;
    return changesBetween(await storedAt(store, NOW), stateIn(content), { exact: false }).length === 0;
  }

  get status(): WatchStatus {
    const { file, rule } = this.#sync.binding;
    return { name: basename(file), path: file, rule, state: this.#state, polling: this.#polling };
  }

  /** @throws {ConflictError} while another process watches. */
  async setRule(rule: SnapshotRule): Promise<void> {
    checkRule(rule);
    if (this.#unlock === null) throw watchedElsewhere(this.#place.store);
    await this.#run(async () => {
      await this.#sync.change({ rule });
      this.#tell(this.#state);
    });
  }

  /** Resolves when all changes noticed so far are in store and file. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Stops watching; `resume` continues. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /**
   * Removes the binding. Store and file stay as they are.
   *
   * @throws {ConflictError} while another process watches.
   */
  async unbind(): Promise<void> {
    if (this.#unlock === null) throw watchedElsewhere(this.#place.store);
    await this.close();
    await this.#place.remove();
  }

  async #end(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) this.#cancel(timer);
    await this.#stopListening();
    await this.#work;
    if (this.#unlock === null) return;
    if (this.#sync.binding.replaced.length > 0) {
      await sleep(LAST_LOOK);
      // A file that cannot be checked now stays recorded, and is checked when the store is next watched.
      await this.#sync.inspectReplaced(true).catch((error) => this.#fail(error));
    }
    this.#unlock();
    this.#unlock = null;
  }

  #fail(error: unknown): void {
    this.#tell({ kind: "failed", message: (error as Error).message });
  }

  #waitForLock(): void {
    this.#tell({ kind: "elsewhere" });
    this.#later(LOCK_RETRY, async () => {
      this.#unlock = await this.#place.lock();
      if (this.#unlock === null) return this.#waitForLock();
      const binding = await this.#place.read();
      if (binding === null) {
        this.#unlock();
        this.#unlock = null;
        this.#tell({ kind: "failed", message: "The binding was ended by another process." });
        return;
      }
      this.#sync.restart(binding);
      await this.#begin();
    });
  }

  async #begin(): Promise<void> {
    await this.#step(() => this.#sync.catchUp());
    await this.#listen();
  }

  async #listen(): Promise<void> {
    const stopStore = this.#store.onChange(({ revision }) => {
      if (revision !== this.#sync.revision) void this.#run(() => this.#sync.writeOut());
    });
    const listener = {
      changed: () => void this.#run(() => this.#sync.look()),
      polling: (reason: string) => {
        this.#polling = reason;
        this.#tell(this.#state);
      },
    };
    const stopFile = await onFileChange(this.#sync.binding.file, listener, this.#options.events);
    this.#stopListening = async () => {
      stopStore();
      await stopFile();
    };
    // Changes since the first read were reported before the listener existed.
    listener.changed();
  }

  /** Runs steps one after another. */
  #run(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(() => this.#step(step));
    return this.#work;
  }

  /** A failure is a state, not an end: the next change retries, and so does a timer. */
  async #step(step: () => Promise<void>): Promise<void> {
    if (this.#closed) return;
    try {
      await step();
    } catch (error) {
      this.#sync.restart();
      this.#fail(error);
      if (this.#retry !== undefined) this.#cancel(this.#retry);
      this.#retry = this.#later(AFTER_FAILURE, () => this.#sync.look());
    }
  }

  #later(milliseconds: number, step: () => Promise<void>): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#run(step);
    }, milliseconds);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  #tell(state: WatchState): void {
    this.#state = state;
    this.#options.onStatus?.(this.status);
  }
}

async function assertOutside(store: string, file: string): Promise<void> {
  const target = await targetOf(file);
  const way = relative(await realpath(store), target);
  if (way === "" || !(way.startsWith("..") || isAbsolute(way))) {
    throw new InvalidOptionError(`${basename(file)} is one of the store's own files. Choose another file.`);
  }
}
