/** Counts the calls under way, so that whoever shuts down, or is less urgent, can wait for them. */
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

  /** Settles once none is under way. */
  async idle(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}
