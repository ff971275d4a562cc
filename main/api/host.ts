import { randomUUID } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { basename } from "node:path";
import type { MessagePort } from "node:worker_threads";
import type { FileTicket, StoreId } from "../../shared/model/index.ts";
import type { EngineSettings } from "./engineSettings.ts";
import { EngineWorker } from "./engineWorker.ts";
import type { TicketedFile } from "./fileTickets.ts";

/** A store that is open, or is to be open again after the engine was restarted. */
interface Place {
  readonly path: string;
  readonly showLocation: boolean;
}

export interface OpenedStore {
  readonly store: StoreId;
  readonly name: string;
}

export interface EngineHostOptions {
  /** Called after the engine stopped by itself and was started again, with a sentence for people. */
  readonly onRestart?: (message: string) => void;
  /** Called when the engine can't be kept running. */
  readonly onFailure?: (error: Error) => void;
  /** Called with what the engine says about defects of its own, line by line or more. */
  readonly report?: (text: string) => void;
  /** Starts the engine's thread. */
  readonly startWorker?: () => EngineWorker;
}

/** Two restarts within this many milliseconds mean that another one won't help. */
const RESTART_WINDOW = 10_000;
const MOST_RESTARTS = 3;

/**
 * Runs the engine in a worker thread, and starts it again, with the same stores and files under the same handles, when
 * it crashes. Paths come in here and stay here.
 */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #places = new Map<StoreId, Place>();
  readonly #files = new Map<FileTicket, TicketedFile>();
  readonly #opening = new Map<string, Promise<OpenedStore>>();
  #settings: EngineSettings | undefined;
  #restarts: number[] = [];
  #worker: Promise<EngineWorker>;
  #stopping: Promise<void> | undefined;

  constructor(options: EngineHostOptions = {}) {
    this.#options = options;
    this.#worker = Promise.resolve(this.#start());
  }

  /**
   * Opens the store in a directory, or makes one there if it is missing or empty; a store that is open already keeps its
   * handle. Fails with `FAILED` as the contracts do.
   */
  async open(path: string, options: { readonly showLocation: boolean }): Promise<OpenedStore> {
    await mkdir(path, { recursive: true });
    const real = await realpath(path);
    for (const [store, place] of this.#places) {
      if (place.path === real) return { store, name: basename(real) };
    }
    const opening = this.#opening.get(real) ?? this.#add({ path: real, ...options }, "open");
    this.#opening.set(real, opening);
    return opening.finally(() => this.#opening.delete(real));
  }

  /** Makes a store with sample data in a directory that is missing or empty. */
  async createSample(path: string, options: { readonly showLocation: boolean }): Promise<OpenedStore> {
    await mkdir(path, { recursive: true });
    return this.#add({ path: await realpath(path), ...options }, "createSample");
  }

  /** Where an open store is kept; undefined when it isn't open. */
  pathOf(store: StoreId): string | undefined {
    return this.#places.get(store)?.path;
  }

  async close(store: StoreId): Promise<void> {
    this.#places.delete(store);
    await (await this.#worker).control.close({ store });
  }

  /** What every store goes by from here on, after a restart of the engine too. */
  async configure(settings: EngineSettings): Promise<void> {
    this.#settings = settings;
    await (await this.#worker).control.configure(settings);
  }

  /** Lets clients read, or write, one file. */
  async addFile(file: TicketedFile): Promise<FileTicket> {
    const ticket = randomUUID() as string as FileTicket;
    this.#files.set(ticket, file);
    await (await this.#worker).control.addFile({ ticket, ...file });
    return ticket;
  }

  async removeFile(ticket: FileTicket): Promise<void> {
    if (!this.#files.delete(ticket)) return;
    await (await this.#worker).control.removeFile({ ticket });
  }

  /**
   * A port on which the engine contract is served, to be wrapped in a `PortChannel`. It closes when the engine stops,
   * for whatever reason; after a crash, another one can be had.
   */
  async connect(options: { readonly bytes: boolean }): Promise<MessagePort> {
    return (await this.#worker).connect(options);
  }

  /** Lets everything under way end, closes every store, and stops the engine. */
  stop(): Promise<void> {
    this.#stopping ??= this.#worker.then((worker) => worker.stop());
    return this.#stopping;
  }

  async #add(place: Place, how: "open" | "createSample"): Promise<OpenedStore> {
    const store = randomUUID() as string as StoreId;
    const { name } = await (await this.#worker).control[how]({ store, ...place });
    this.#places.set(store, place);
    return { store, name };
  }

  #start(): EngineWorker {
    const worker = this.#options.startWorker?.() ?? new EngineWorker(this.#options.report);
    void worker.exited.then((error) => {
      if (!this.#stopping) this.#restart(error);
    });
    return worker;
  }

  #restart(error: Error | undefined): void {
    const now = performance.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTART_WINDOW), now];
    const reason = error ? ` (${error.message})` : "";
    if (this.#restarts.length > MOST_RESTARTS) {
      const failure = new Error(`The engine keeps stopping${reason}. Quit Strata and start it again.`);
      this.#worker = Promise.reject(failure);
      this.#worker.catch(() => {});
      this.#options.onFailure?.(failure);
      return;
    }
    const restarted = this.#bringBack(this.#start());
    this.#worker = restarted.then(({ worker }) => worker);
    // A crash on the way here makes an attempt of its own.
    this.#worker.catch(() => {});
    restarted.then(
      ({ lost }) => {
        const without = lost.length > 0 ? ` These stores could not be opened again: ${lost.join(", ")}.` : "";
        this.#options.onRestart?.(
          `The engine stopped unexpectedly${reason} and was started again. Nothing that was saved is lost.${without}`,
        );
      },
      () => {},
    );
  }

  async #bringBack(worker: EngineWorker): Promise<{ worker: EngineWorker; lost: string[] }> {
    const lost: string[] = [];
    if (this.#settings) await worker.control.configure(this.#settings);
    for (const [ticket, file] of this.#files) await worker.control.addFile({ ticket, ...file });
    for (const [store, place] of this.#places) {
      try {
        await worker.control.open({ store, ...place });
      } catch {
        this.#places.delete(store);
        lost.push(basename(place.path));
      }
    }
    return { worker, lost };
  }
}
