import type { Socket } from "node:net";

export interface StrangerLimits {
  /** Connections that have not shown the cookie yet; the oldest has to go for one more. */
  readonly strangers: number;
  /** Milliseconds that each of them may take to show it. */
  readonly strangersFor: number;
}

/**
 * Milliseconds before one has to go. A page asks as soon as it is connected, so it is no stranger any more by then,
 * however many others connect in the same moment.
 */
const GRACE = 100;

/** The connections that have not shown the cookie. They are few and short, so that they keep no page out. */
export class Strangers {
  readonly #limits: StrangerLimits;
  /** The oldest first, each with its end. */
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

  /** It showed the cookie: from here on only the limits that hold for all apply to it. */
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
