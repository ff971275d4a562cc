import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";

/** The store's write lock. */
export interface Transactions {
  /** Takes the write lock; false while another process holds it. */
  tryBegin(): boolean;
  /** Makes everything since `tryBegin` durable and releases the lock. */
  commit(): void;
  /** Prepares the transaction for long work; false if it must be committed first, and then be asked again. */
  readyForLong(): boolean;
  /** Work to do after the caller of long work has been answered. */
  afterLong(): void;
  /** Rolls back everything since `tryBegin`, if a transaction is still open, and releases the lock. */
  rollback(): void;
  /** The error if the lock could not be taken. */
  busy(): Error;
  /** Converts an error to the engine's. */
  failure(error: unknown): unknown;
}

/** Called with a work's own milliseconds in a transaction, after it. */
export type Took = (milliseconds: number) => void;

interface Work {
  readonly run: () => unknown;
  readonly took: Took | undefined;
  result: unknown;
  readonly long: boolean;
  /** Must resolve before its transaction begins. */
  ready: Promise<unknown> | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The longest time in milliseconds that a shared transaction accepts more work, and that writes continue without a turn
 * of the event loop.
 */
const SLICE = 8;

/** How long to wait for another process, which may be in a large import, in milliseconds. */
const LOCK_DEADLINE = 120_000;

/**
 * Runs everything that writes, one after another in call order (rules W7, W10). Short works that wait together share
 * one commit. Long work has its own commit and may take many turns of the event loop.
 */
export class CommitQueue {
  readonly #transactions: Transactions;
  readonly #waiting: Work[] = [];
  #longWaiting = 0;
  #scheduled = false;
  #busy = false;
  #longRunning = false;
  #lastTurn = 0;
  /** Whether the last commit was of several works. */
  #shared = false;
  readonly #idle: (() => void)[] = [];
  /** The number of waiting works to run alone, because they shared a commit with a failed work and were rolled back. */
  #alone = 0;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** Whether a read would see everything called before it. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && !this.#busy;
  }

  /** True from the call of a long work until its end: reads then do not wait. */
  get long(): boolean {
    return this.#longRunning || this.#longWaiting > 0;
  }

  /** True while a long work has the transaction open. */
  get longRunning(): boolean {
    return this.#longRunning;
  }

  /**
   * Runs synchronous work inside a transaction. It may run twice, with the first run rolled back. Works that share a
   * transaction share its time.
   */
  submit<T>(run: () => T, took?: Took): Promise<T> {
    return this.#enqueue<T>(run, false, took);
  }

  /**
   * Runs work that takes many turns of the event loop inside a transaction of its own. It keeps its place among what writes;
   * its transaction begins only once `ready` has resolved, and when that rejects, the work does.
   */
  submitLong<T>(run: () => Promise<T>, took?: Took, ready?: Promise<unknown>): Promise<T> {
    // Reported when its turn comes.
    ready?.catch(() => {});
    return this.#enqueue<T>(run, true, took, ready);
  }

  /** Resolves when everything called so far has ended. */
  async drained(): Promise<void> {
    while (!this.isIdle) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #enqueue<T>(
    run: () => unknown,
    long: boolean,
    took: Took | undefined,
    ready?: Promise<unknown>,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        run,
        took,
        result: undefined,
        long,
        ready,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      if (long) this.#longWaiting += 1;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#busy) return;
    this.#scheduled = true;
    if (performance.now() - this.#lastTurn >= SLICE) {
      // A loop of awaited writes would otherwise never let the event loop turn.
      setImmediate(() => {
        this.#lastTurn = performance.now();
        this.#drain();
      });
    } else if (this.#shared) {
      // This runs after every ready microtask, so callers that were resumed together are committed together.
      process.nextTick(this.#drain);
    } else {
      // A single caller is answered sooner by the next microtask.
      queueMicrotask(this.#drain);
    }
  }

  readonly #drain = (): void => {
    this.#scheduled = false;
    const [first] = this.#waiting;
    if (this.#busy || first === undefined) return;
    if (first.ready !== undefined) return void this.#runWhenReady(first, first.ready);
    try {
      if (this.#transactions.tryBegin()) this.#run();
      else void this.#runWhenFree();
    } catch (error) {
      this.#failAll(error);
    }
  };

  async #runWhenFree(): Promise<void> {
    this.#busy = true;
    try {
      await this.#begin();
    } catch (error) {
      this.#busy = false;
      this.#failAll(error);
      return;
    }
    this.#busy = false;
    this.#run();
  }

  async #runWhenReady(first: Work, ready: Promise<unknown>): Promise<void> {
    this.#busy = true;
    try {
      await ready;
      first.ready = undefined;
    } catch (error) {
      this.#take(1);
      first.reject(this.#transactions.failure(error));
    }
    this.#busy = false;
    this.#next();
  }

  async #begin(): Promise<void> {
    const deadline = performance.now() + LOCK_DEADLINE;
    for (let pause = 1; !this.#transactions.tryBegin(); pause = Math.min(2 * pause, 20)) {
      if (performance.now() > deadline) throw this.#transactions.busy();
      await delay(pause);
    }
  }

  #run(): void {
    if (this.#waiting[0]?.long) void this.#runLong(this.#take(1)[0] as Work);
    else this.#runShort();
  }

  #take(count: number): Work[] {
    const taken = this.#waiting.splice(0, count);
    for (const work of taken) if (work.long) this.#longWaiting -= 1;
    return taken;
  }

  #failAll(error: unknown): void {
    const failure = this.#transactions.failure(error);
    for (const work of this.#take(this.#waiting.length)) work.reject(failure);
    this.#next();
  }

  #next(): void {
    if (this.#waiting.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** With the transaction open: runs short work until the slice is over, and commits it together. */
  #runShort(): void {
    const started = performance.now();
    const end = started + SLICE;
    let tried = 0;
    try {
      do {
        const work = this.#waiting[tried] as Work;
        tried += 1;
        work.result = work.run();
      } while (this.#alone === 0 && this.#isShort(this.#waiting[tried]) && performance.now() < end);
      this.#transactions.commit();
    } catch (error) {
      this.#transactions.rollback();
      if (tried === 1) {
        this.#alone = Math.max(0, this.#alone - 1);
        this.#take(1)[0]?.reject(this.#transactions.failure(error));
      } else {
        this.#alone = tried;
      }
      this.#next();
      return;
    }
    this.#alone = Math.max(0, this.#alone - tried);
    this.#shared = tried > 1;
    const share = (performance.now() - started) / tried;
    for (const { resolve, result, took } of this.#take(tried)) {
      took?.(share);
      resolve(result);
    }
    this.#next();
  }

  #isShort(work: Work | undefined): boolean {
    return work !== undefined && !work.long;
  }

  async #runLong(work: Work): Promise<void> {
    this.#busy = true;
    this.#longRunning = true;
    try {
      while (!this.#transactions.readyForLong()) {
        this.#transactions.commit();
        await this.#begin();
      }
      const started = performance.now();
      const result = await work.run();
      this.#transactions.commit();
      work.took?.(performance.now() - started);
      this.#longRunning = false;
      work.resolve(result);
    } catch (error) {
      this.#transactions.rollback();
      this.#longRunning = false;
      work.reject(this.#transactions.failure(error));
    }
    await turn();
    this.#transactions.afterLong();
    this.#busy = false;
    this.#next();
  }
}
