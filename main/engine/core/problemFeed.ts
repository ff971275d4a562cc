type Listener = (problem: Error) => void;

/** Reports to listeners what failed in the background, where no caller waits for it. */
export class ProblemFeed {
  readonly #listeners = new Set<Listener>();

  listen(listener: Listener): () => void {
    const own: Listener = (problem) => listener(problem);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(problem: unknown): void {
    const error = toError(problem);
    for (const listener of [...this.#listeners]) guarded(listener, error, warn);
  }

  /**
   * Calls a listener with what happened. That it throws, or gives a promise that rejects, is no failure of the call that
   * made it happen: it is reported here, and the other listeners are called all the same.
   */
  call<Event>(listener: (event: Event) => unknown, event: Event): void {
    guarded(listener, event, (defect) => {
      if (this.#listeners.size === 0) warn(defect);
      else this.tell(defect);
    });
  }
}

/** A listener for problems that fails itself has no other way to say so. */
const warn = (defect: unknown) => process.emitWarning(toError(defect));

function guarded<Event>(
  listener: (event: Event) => unknown,
  event: Event,
  onDefect: (defect: unknown) => void,
): void {
  try {
    const given = listener(event);
    if (given instanceof Promise) given.catch(onDefect);
  } catch (defect) {
    onDefect(defect);
  }
}

const toError = (problem: unknown) => (problem instanceof Error ? problem : new Error(String(problem)));
