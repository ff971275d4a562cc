import type { ShellEvent } from "../../../shared/contract/index.ts";

/** Events that one client has not taken yet; beyond that the oldest go. */
const MOST_PENDING = 1000;

/** What the surroundings tell one window. Events that it isn't listening for yet wait for it. */
export class ShellEvents {
  readonly #pending: ShellEvent[] = [];
  #wake: (() => void) | undefined;

  tell(event: ShellEvent): void {
    this.#pending.push(event);
    if (this.#pending.length > MOST_PENDING) this.#pending.shift();
    this.#wake?.();
  }

  /** Every event from here on, until the signal or until somebody else listens. */
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
          // Only now is it certain that it was taken.
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
