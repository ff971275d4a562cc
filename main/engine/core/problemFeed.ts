type Listener = (problem: Error) => void;

/** Reports background failures, which have no caller, to listeners. */
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
   * Calls a listener. If it throws, or its promise rejects, that is reported here; the call that caused the event does
   * not fail, and the other listeners are still called.
   */
  call<Event>(listener: (event: Event) => unknown, event: Event): void {
    guarded(listener, event, (defect) => {
      if (this.#listeners.size === 0) warn(defect);
      else this.tell(defect);
    });
  }
}

/** The only way to report a failing listener for problems. */
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
