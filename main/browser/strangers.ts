import type { Socket } from "node:net";

export interface StrangerLimits {
  /** The most connections without the cookie; one more closes the oldest. */
  readonly strangers: number;
  /** Milliseconds that each of them may take to show the cookie. */
  readonly strangersFor: number;
}

/**
 * Milliseconds before one may be closed. A page sends its request as soon as it is connected, so by then it is
 * admitted, however many others connect at the same time.
 */
const GRACE = 100;

/** The connections that have not shown the cookie. They are few and short, so they keep no page out. */
export class Strangers {
  readonly #limits: StrangerLimits;
  /** Oldest first. */
  readonly #waiting = new Map<object, { readonly end: () => void; readonly timer: NodeJS.Timeout }>();
  #trimming: NodeJS.Timeout | undefined;

  constructor(limits: StrangerLimits) {
    this.#limits = limits;
  }

  add(connection: Socket): void {
    const end = () => connection.destroy();
    const timer = setTimeout(end, this.#limits.strangersFor).unref();
    this.#waiting.set(connection, { end, timer });
    connection.once("close", () => this.admit(connection));
    if (this.#waiting.size <= this.#limits.strangers) return;
    this.#trimming ??= setTimeout(() => this.#trim(), GRACE).unref();
  }

  /** It showed the cookie: from now on only the general limits apply to it. */
  admit(connection: object): void {
    clearTimeout(this.#waiting.get(connection)?.timer);
    this.#waiting.delete(connection);
  }

  #trim(): void {
    this.#trimming = undefined;
    for (const [connection, { end }] of this.#waiting) {
      if (this.#waiting.size <= this.#limits.strangers) return;
      this.admit(connection);
      end();
    }
  }
}
