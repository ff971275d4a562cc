interface SharedJob<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Runs the same job once for all callers that wait for it, and stops it when none waits any more. */
export class SharedJobs<T> {
  readonly #running = new Map<string, SharedJob<T>>();

  async run(
    name: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const job = this.#running.get(name) ?? this.#start(name, start);
    job.waiting++;
    return new Promise<T>((resolve, reject) => {
      const abort = () => {
        this.#leave(name, job);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      job.result.then(resolve, reject).finally(() => signal?.removeEventListener("abort", abort));
    });
  }

  #start(name: string, start: (signal: AbortSignal) => Promise<T>): SharedJob<T> {
    const controller = new AbortController();
    const result = start(controller.signal);
    const job = { result, controller, waiting: 0 };
    this.#running.set(name, job);
    const forget = () => {
      if (this.#running.get(name) === job) this.#running.delete(name);
    };
    result.then(forget, forget);
    return job;
  }

  #leave(name: string, job: SharedJob<T>): void {
    if (--job.waiting > 0) return;
    if (this.#running.get(name) === job) this.#running.delete(name);
    job.controller.abort();
  }
}
