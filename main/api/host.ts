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

/** A store that is open, or that is reopened after a restart of the engine. */
interface Place {
  readonly path: string;
  readonly showLocation: boolean;
}

export interface OpenedStore {
  readonly store: StoreId;
  readonly name: string;
}

/** The engine's thread does not answer: its current task, if known. */
export interface EngineStall {
  /** For people: `a comparison in “Settings”`; null if it is not known. */
  readonly work: string | null;
  readonly store: StoreId | null;
}

export interface EngineHostOptions {
  /** Called after the engine stopped unexpectedly and was restarted, with a sentence for people. */
  readonly onRestart?: (message: string) => void;
  /** Called if the engine cannot be kept running. */
  readonly onFailure?: (error: Error) => void;
  /** Called when the engine has not answered for 5 s, and with null when it answers again. */
  readonly onStall?: (stall: EngineStall | null) => void;
  /** Called with the engine's internal errors, one or more lines at a time. */
  readonly report?: (text: string) => void;
  /** The folder with Strata's own data; default: that of this account. */
  readonly dataDirectory?: string;
  /** Starts the engine's thread. */
  readonly startWorker?: () => EngineWorker;
  /** Milliseconds between two questions to the engine; shorter ones are for tests. */
  readonly watchEvery?: number;
  /** The most milliseconds that `stop` waits for the stores to close; fewer are for tests. */
  readonly stopWithin?: number;
}

/** Two restarts within this many milliseconds show that another one will not help. */
const RESTART_WINDOW = 10_000;
const MOST_RESTARTS = 3;

/** Milliseconds that `stop` waits for calls in progress and for the stores to close. */
const STOP_WITHIN = 10_000;
/**
 * Milliseconds that it waits for the thread to end: a thread inside a system call cannot be ended before that returns.
 */
const END_WITHIN = 2_000;

/**
 * Runs the engine in a worker thread. After a crash it starts another one, with the same stores and files under the
 * same handles. Paths never leave this class.
 */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #places = new Map<StoreId, Place>();
  readonly #files = new Map<FileTicket, TicketedFile>();
  readonly #opening = new Map<string, Promise<OpenedStore>>();
  readonly #notes: OpeningNotes;
  #settings: EngineSettings | undefined;
  #restarts: number[] = [];
  /** The worker, once it is ready. */
  #worker: Promise<EngineWorker>;
  /** The newest worker, ready or not. */
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

  /** Set while the engine does not answer. */
  get stall(): EngineStall | null {
    return this.#stall;
  }

  /** Whether a thread could not be ended. Then only the end of the process ends it. */
  get leftBehind(): boolean {
    return this.#leftBehind;
  }

  /**
   * Opens the store in a directory, or creates one if the directory is missing or empty. An open store keeps its
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

  /** Whether the last opening of this store crashed or hung, so that it is opened only on request (rule F6). */
  isSuspect(path: string): boolean {
    const isHere = this.#opening.has(path) || [...this.#places.values()].some((place) => place.path === path);
    return !isHere && this.#notes.isUnfinished(path);
  }

  /** Creates a store with sample data in a missing or empty directory. */
  async createSample(path: string, options: { readonly showLocation: boolean }): Promise<OpenedStore> {
    await mkdir(path, { recursive: true });
    return this.#add({ path: await realpath(path), ...options }, "createSample");
  }

  /** The path of an open store; undefined if it is not open. */
  pathOf(store: StoreId): string | undefined {
    return this.#places.get(store)?.path;
  }

  async close(store: StoreId): Promise<void> {
    this.#places.delete(store);
    await (await this.#worker).control.close({ store });
  }

  /** Reopens a read-only store, which is a copy from the time of its opening (rule F19). */
  async reload(store: StoreId): Promise<void> {
    const place = this.#places.get(store);
    const { control } = await this.#worker;
    if (place) await this.#noting(place, () => control.reload({ store, ...place }));
  }

  /** Sets the settings of every store, also after a restart of the engine. */
  async configure(settings: EngineSettings): Promise<void> {
    this.#settings = settings;
    await (await this.#worker).control.configure(settings);
  }

  /** Allows clients to read, or write, one file. */
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
   * A port that serves the engine contract, for a `PortChannel`. It closes when the engine stops for any reason; after
   * a crash, request another one.
   */
  async connect(options: { readonly bytes: boolean }): Promise<MessagePort> {
    return (await this.#worker).connect(options);
  }

  /**
   * Waits for calls in progress, closes every store, and stops the engine. After 10 s, or at once if the engine does
   * not answer, the thread is ended in the middle of its task. Like `kill -9`, that loses no acknowledged write.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * Ends the engine's thread in the middle of its task and starts another one, as after a crash. The store in which it
   * hung is not reopened automatically.
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
      hung === undefined ? "" : ` “${basename(hung.path)}” was left closed. You can open it again.`;
    this.#startAgain(`The engine was stopped and restarted. No saved data is lost.${without}`);
  }

  async #stop(): Promise<void> {
    const isSilent = this.#watchdog?.silent ?? false;
    const closing = this.#worker.then((worker) => worker.control.shutDown());
    // `stop` rejects with its failure, unless that comes too late.
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

  /** The note stays if the engine never answered. */
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
    this.#startAgain(`The engine stopped unexpectedly${reason} and was restarted. No saved data is lost.`);
  }

  #startAgain(message: string): void {
    this.#running = this.#start();
    const restarted = this.#bringBack(this.#running);
    this.#worker = restarted.then(({ worker }) => worker);
    // A crash during this causes a restart of its own.
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
        // The thread ended meanwhile. The next one opens the stores, except the one in which this one ended.
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
