import { randomUUID } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";
import { ORPCError } from "@orpc/client";
import type { FileTicket, StoreId } from "../../shared/model/index.ts";
import type { EngineSettings } from "./engineSettings.ts";
import { EngineWorker } from "./engineWorker.ts";
import type { TicketedFile } from "./fileTickets.ts";
import { OpeningNotes } from "./openingNotes.ts";
import { bindingsDirectory, openingsDirectory, userDataDirectory } from "./shell/userData.ts";
import { Watchdog } from "./watchdog.ts";
import { workInWords } from "./workNote.ts";

/** A store that is open, or is to be open again after the engine was restarted. */
interface Place {
  readonly path: string;
  readonly showLocation: boolean;
}

export interface OpenedStore {
  readonly store: StoreId;
  readonly name: string;
}

/** The engine's thread answers nothing: what it does, as far as that is known. */
export interface EngineStall {
  /** For people: `a comparison in “Settings”`; null when it is not known. */
  readonly work: string | null;
  readonly store: StoreId | null;
}

export interface EngineHostOptions {
  /** Called after the engine stopped by itself and was started again, with a sentence for people. */
  readonly onRestart?: (message: string) => void;
  /** Called when the engine can't be kept running. */
  readonly onFailure?: (error: Error) => void;
  /** Called when the engine has not answered for 5 s, and with null when it does again. */
  readonly onStall?: (stall: EngineStall | null) => void;
  /** Called with what the engine says about defects of its own, line by line or more. */
  readonly report?: (text: string) => void;
  /** The folder with Strata's own data; default: the one of this account. */
  readonly dataDirectory?: string;
  /** Starts the engine's thread. */
  readonly startWorker?: () => EngineWorker;
  /** Milliseconds between two questions whether the engine is there; shorter ones are for tests. */
  readonly watchEvery?: number;
  /** Milliseconds that `stop` waits at most for the stores to be closed; shorter ones are for tests. */
  readonly stopWithin?: number;
}

/** Two restarts within this many milliseconds mean that another one won't help. */
const RESTART_WINDOW = 10_000;
const MOST_RESTARTS = 3;

/** Milliseconds that `stop` waits for calls under way to end and stores to be closed. */
const STOP_WITHIN = 10_000;
/** And for a thread to end: one that is inside a call of the system can't be ended before that returns. */
const END_WITHIN = 2_000;

/**
 * Runs the engine in a worker thread, and starts it again, with the same stores and files under the same handles, when
 * it crashes. Paths come in here and stay here.
 */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #places = new Map<StoreId, Place>();
  readonly #files = new Map<FileTicket, TicketedFile>();
  readonly #opening = new Map<string, Promise<OpenedStore>>();
  readonly #notes: OpeningNotes;
  #settings: EngineSettings | undefined;
  #restarts: number[] = [];
  /** Ready to be called. */
  #worker: Promise<EngineWorker>;
  /** The newest one, ready or not. */
  #running: EngineWorker;
  #watchdog: Watchdog | undefined;
  #stall: EngineStall | null = null;
  #stopping: Promise<void> | undefined;
  /** A thread that is being ended on purpose. */
  #ending: EngineWorker | undefined;
  #leftBehind = false;

  constructor(options: EngineHostOptions = {}) {
    this.#options = options;
    const openings = openingsDirectory(options.dataDirectory ?? userDataDirectory());
    this.#notes = new OpeningNotes(openings, (error) => options.report?.(String(error)));
    this.#running = this.#start();
    this.#worker = Promise.resolve(this.#running);
  }

  /** Set while the engine doesn't answer. */
  get stall(): EngineStall | null {
    return this.#stall;
  }

  /** True when a thread could not be ended: then only the end of the process ends it. */
  get leftBehind(): boolean {
    return this.#leftBehind;
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

  /** Whether the last opening of the store at this place crashed or hung, so that only a person opens it (rule F6). */
  isSuspect(path: string): boolean {
    const isHere = this.#opening.has(path) || [...this.#places.values()].some((place) => place.path === path);
    return !isHere && this.#notes.isUnfinished(path);
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

  /** Reads a store that is only read anew: it is a copy of what was there when it was opened (rule F19). */
  async reload(store: StoreId): Promise<void> {
    const place = this.#places.get(store);
    const { control } = await this.#worker;
    if (place) await this.#noting(place, () => control.reload({ store, ...place }));
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

  /**
   * Lets everything under way end, closes every store, and stops the engine. After 10 s, or at once when the engine
   * doesn't answer, its thread is ended whatever it does: that costs what `kill -9` costs, nothing that was acknowledged.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * Ends the engine's thread, whatever it does, and starts another one, as after a crash. The store in which it hung is
   * not opened again by itself.
   */
  async stopStalled(): Promise<void> {
    const stalled = this.#stall;
    if (stalled === null || this.#stopping || this.#ending === this.#running) return;
    const worker = this.#running;
    this.#ending = worker;
    const hung = stalled.store === null ? undefined : this.#places.get(stalled.store);
    if (stalled.store !== null) this.#places.delete(stalled.store);
    if (hung !== undefined) this.#notes.begin(hung.path);
    await this.#end(worker);
    const without =
      hung === undefined ? "" : ` “${basename(hung.path)}” was left closed: open it again when you want to.`;
    this.#startAgain(`The engine was stopped and started again. Nothing that was saved is lost.${without}`);
  }

  async #stop(): Promise<void> {
    const isSilent = this.#watchdog?.silent ?? false;
    const closing = this.#worker.then((worker) => worker.control.shutDown());
    // Its failure is what this rejects with, unless it comes too late.
    closing.catch(() => {});
    const within = isSilent ? 0 : (this.#options.stopWithin ?? STOP_WITHIN);
    try {
      const isClosed = await Promise.race([closing.then(() => true), after(within).then(() => false)]);
      if (!isClosed) this.#options.report?.("The engine did not close its stores in time and was ended.");
    } finally {
      await this.#end(this.#running);
    }
  }

  async #end(worker: EngineWorker): Promise<void> {
    this.#watchdog?.stop();
    const ended = worker.terminate().then(() => true);
    if (!(await Promise.race([ended, after(END_WITHIN).then(() => false)]))) this.#leftBehind = true;
  }

  async #add(place: Place, how: "open" | "createSample"): Promise<OpenedStore> {
    const store = randomUUID() as string as StoreId;
    const { control } = await this.#worker;
    const { name } = await this.#noting(place, () => control[how]({ store, ...place }));
    this.#places.set(store, place);
    return { store, name };
  }

  /** The note stays where the engine did not come to answer. */
  async #noting<Answer>({ path }: Place, call: () => Promise<Answer>): Promise<Answer> {
    this.#notes.begin(path);
    try {
      const opened = await call();
      this.#notes.end(path);
      return opened;
    } catch (error) {
      if (error instanceof ORPCError) this.#notes.end(path);
      throw error;
    }
  }

  #start(): EngineWorker {
    const worker = this.#options.startWorker?.() ?? this.#newWorker();
    this.#watchdog?.stop();
    const watchdog = new Watchdog({
      ask: () => worker.ask(),
      onChange: (silent) => this.#setStall(silent ? this.#stallOf(worker) : null),
      ...(this.#options.watchEvery !== undefined && { interval: this.#options.watchEvery }),
    });
    worker.onAlive(() => watchdog.answered());
    this.#watchdog = watchdog;
    void worker.exited.then((error) => {
      watchdog.stop();
      if (!this.#stopping && worker === this.#running && worker !== this.#ending) this.#restart(error);
    });
    return worker;
  }

  #newWorker(): EngineWorker {
    const { report, dataDirectory } = this.#options;
    return new EngineWorker(report, undefined, dataDirectory && bindingsDirectory(dataDirectory));
  }

  #stallOf(worker: EngineWorker): EngineStall {
    const { work } = worker;
    if (work === null) return { work: null, store: null };
    const store = work.store as StoreId | null;
    const place = store === null ? undefined : this.#places.get(store);
    const words = workInWords(work.call);
    return { work: place === undefined ? words : `${words} in “${basename(place.path)}”`, store };
  }

  #setStall(stall: EngineStall | null): void {
    if (stall === null && this.#stall === null) return;
    this.#stall = stall;
    this.#options.onStall?.(stall);
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
    this.#startAgain(
      `The engine stopped unexpectedly${reason} and was started again. Nothing that was saved is lost.`,
    );
  }

  #startAgain(message: string): void {
    this.#running = this.#start();
    const restarted = this.#bringBack(this.#running);
    this.#worker = restarted.then(({ worker }) => worker);
    // A crash on the way here makes an attempt of its own.
    this.#worker.catch(() => {});
    restarted.then(
      ({ lost }) => {
        const without = lost.length > 0 ? ` These stores could not be opened again: ${lost.join(", ")}.` : "";
        this.#options.onRestart?.(message + without);
      },
      () => {},
    );
  }

  async #bringBack(worker: EngineWorker): Promise<{ worker: EngineWorker; lost: string[] }> {
    const lost: string[] = [];
    if (this.#settings) await worker.control.configure(this.#settings);
    for (const [ticket, file] of this.#files) await worker.control.addFile({ ticket, ...file });
    for (const [store, place] of [...this.#places]) {
      try {
        if (this.#notes.isUnfinished(place.path)) throw new ORPCError("FAILED");
        await this.#noting(place, () => worker.control.open({ store, ...place }));
      } catch (error) {
        // The thread ended meanwhile: the next one opens them, but for the one in which it ended.
        if (!(error instanceof ORPCError)) throw error;
        this.#places.delete(store);
        lost.push(basename(place.path));
      }
    }
    return { worker, lost };
  }
}

function after(milliseconds: number): Promise<void> {
  return setTimeout(milliseconds, undefined, { ref: false });
}
