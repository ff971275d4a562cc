/** Counts the calls in progress, so that a shutdown, or less urgent work, can wait for them. */
export class CallsUnderWay {
  #count = 0;
  readonly #idle: (() => void)[] = [];

  async run<T>(call: () => Promise<T>): Promise<T> {
    this.#count++;
    try {
      return await call();
    } finally {
      if (--this.#count === 0) {
        for (const resolve of this.#idle.splice(0)) resolve();
      }
    }
  }

  /** Resolves once no call is in progress. */
  async idle(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}
