/** Tells listeners what failed in the background, where no caller waits for it. */
export class ProblemFeed {
  readonly #listeners = new Set<(problem: Error) => void>();

  listen(listener: (problem: Error) => void): () => void {
    const own = (problem: Error) => listener(problem);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(problem: unknown): void {
    const error = problem instanceof Error ? problem : new Error(String(problem));
    for (const listener of [...this.#listeners]) {
      try {
        listener(error);
      } catch (defect) {
        queueMicrotask(() => {
          throw defect;
        });
      }
    }
  }
}
