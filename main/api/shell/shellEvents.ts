import type { ShellEvent } from "../../../shared/contract/index.ts";

/** Events that one client has not read yet; beyond that the oldest are dropped. */
const MOST_PENDING = 1000;

/** The events for one window. They wait until it listens. */
export class ShellEvents {
  readonly #pending: ShellEvent[] = [];
  #wake: (() => void) | undefined;

  tell(event: ShellEvent): void {
    this.#pending.push(event);
    if (this.#pending.length > MOST_PENDING) this.#pending.shift();
    this.#wake?.();
  }

  /** Every event from now on, until the signal is aborted or another call listens. */
  async *listen(signal: AbortSignal | undefined): AsyncGenerator<ShellEvent, void, void> {
    let current = true;
    this.#supersede();
    this.#supersede = () => {
      current = false;
      this.#wake?.();
    };
    const abort = () => this.#wake?.();
    signal?.addEventListener("abort", abort);
    try {
      while (current && !signal?.aborted) {
        const [event] = this.#pending;
        if (event) {
          yield event;
          // Only now it is certain that the client received it.
          if (this.#pending[0] === event) this.#pending.shift();
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  #supersede: () => void = () => {};
}
