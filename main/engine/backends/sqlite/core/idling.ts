/** A store is idle after this many milliseconds without a write. */
const IDLE_AFTER = 300;

/** Notices when a store has become idle. It never keeps the process alive. */
export class Idling {
  readonly #isFree: () => boolean;
  readonly #tell: (problem: unknown) => void;
  readonly #acts: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #written = false;
  #stopped = false;

  /**
   * @param isFree Whether nothing is waiting to be written.
   * @param tell Receives errors of the callbacks, which have no caller.
   */
  constructor(isFree: () => boolean, tell: (problem: unknown) => void) {
    this.#isFree = isFree;
    this.#tell = tell;
  }

  /** Calls `act` each time that the store has become idle. */
  onIdle(act: () => void): void {
    this.#acts.push(act);
  }

  noteWritten(): void {
    this.#written = true;
    if (this.#timer === undefined && !this.#stopped) {
      this.#timer = setInterval(() => this.#look(), IDLE_AFTER).unref();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#written || !this.#isFree()) {
      this.#written = false;
      return;
    }
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const act of this.#acts) {
      try {
        act();
      } catch (error) {
        this.#tell(error);
      }
    }
  }
}
