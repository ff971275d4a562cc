/** Milliseconds between two questions, and how many may stay unanswered. */
const INTERVAL = 1_000;
const MOST_UNANSWERED = 5;

export interface WatchdogOptions {
  /** Asks for a sign of life. */
  readonly ask: () => void;
  /** Called when the answers stop, and when they resume. */
  readonly onChange: (silent: boolean) => void;
  /** Milliseconds; a shorter one is for tests. */
  readonly interval?: number;
}

/**
 * Asks a thread every second for a sign of life. It counts questions, not seconds: a machine that slept, or a main
 * thread that was stopped, misses only one. It ends nothing, because a long system call may be legitimate.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #timer: NodeJS.Timeout;
  /** Questions since the last answer; null before the first one, while the thread is starting. */
  #unanswered: number | null = null;
  #silent = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    options.ask();
    this.#timer = setInterval(() => this.#tick(), options.interval ?? INTERVAL).unref();
  }

  get silent(): boolean {
    return this.#silent;
  }

  /** Call this with each answer. */
  answered(): void {
    this.#unanswered = 0;
    this.#become(false);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#become(false);
  }

  #tick(): void {
    if (this.#unanswered !== null) {
      this.#unanswered += 1;
      if (this.#unanswered > MOST_UNANSWERED) this.#become(true);
    }
    this.#options.ask();
  }

  #become(silent: boolean): void {
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#options.onChange(silent);
  }
}
